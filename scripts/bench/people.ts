/**
 * The people that benchmarks work with: a CSV of as many as are asked for, always the same ones. Names
 * of many scripts, some with a company; every email, phone and external id is its own.
 */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const given = (
  'Ada Amina Björk Çağla Chidi Darius Elena Fatou Giorgos Håkon Ibrahim Jürgen Kwame Łucja Maria ' +
  'Neema Ольга Priya Quang Rafał Søren Thandiwe Юрий Vikram Wanjiru Ximena Yusuf Zoë 伟 美咲 지훈 ' +
  'محمد فاطمة नेहा สมชาย Ελένη'
).split(' ')

const family = (
  'Achieng Åberg Brănescu Díaz Eze Fernandes Gómez Haddad Иванова Jansen Kamau Lindqvist Mwangi ' +
  'Nguyễn Okafor Papadopoulos Quispe Rossi Schröder Tanaka Uwimana Vašek Wójcik Yılmaz Zhang 李 ' +
  '山田 김 الحسن शर्मा Κωνσταντίνου'
).split(' ')

const companies = (
  'Acme|Blue Lake Tea|Café Ñandú|Delta Freight|Ekspres Kargo|Fundi Works|Gümüş A.Ş.|Harbour & Sons|' +
  'Ikawa Coop|Juhudi Ltd|株式会社山|Kilimo Fresh|Lumière SARL|Müller GmbH|ООО Ромашка|Nyota Telecom'
).split('|')

/** Countries with the beginning of a mobile number there, and how many digits follow it. */
const countries: readonly [country: string, prefix: string, digits: number][] = [
  ['TZ', '+25571', 7],
  ['KE', '+25472', 7],
  ['UG', '+25677', 7],
  ['NG', '+234803', 7],
  ['DE', '+49151', 8],
  ['IN', '+9198', 8],
  ['TR', '+90532', 7],
  ['PL', '+4860', 7],
]

export const header = 'externalId,name,email,phone,company,country'

/** Number `at` of them, as a line of the file. */
export const personLine = (at: number): string => {
  const name = `${given[at % given.length]} ${family[(at * 7 + (at >> 5)) % family.length]}`
  const [country, prefix, digits] = countries[at % countries.length]!
  // Spread over the digits, and never twice the same: the multiplier has no factor of ten's.
  const local = String(((at >> 3) * 7_919_113 + 1_234_567) % 10 ** digits).padStart(digits, '0')
  const company = at % 3 === 0 ? companies[(at >> 2) % companies.length] : ''
  return `ext-${at},${name},user${at}@mail${at % 97}.example,${prefix}${local},${company},${country}`
}

/** Writes the CSV to `file`. */
export const writePeople = async (file: string, count: number): Promise<void> => {
  const out = createWriteStream(file)
  out.write(`${header}\n`)
  for (let at = 0; at < count; at += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - at) }, (_, n) => personLine(at + n))
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
