/**
 * The README's tour, typed: its commands run in order, and what they print is what stands there, but
 * for ids, keys and times. `UPDATE_README=1` writes what they print into it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { shell } from '../support/program.ts'

const people = `name,email,phone,country,company,tags,status
Ada Okafor,ada@example.org,+254 712 345678,KE,Okafor Ltd,vip,
王小明,wang@example.org,,CN,,,
Zoë Müller,zoe@example.org,,DE,Müller GmbH,,pending
Bob,bob@example,,TZ,,,
`

const crm = `Full Name,E-mail,Mobile,Country
Ada O. Okafor,ada.okafor@example.org,,Kenya
Juma Mushi,juma@example.org,+255 712 000 111,TZ
Wanjiru Kamau,wanjiru@example.org,,KE
`

const blocks = /(<!-- tour -->\n```console\n)([\s\S]*?)(```)/g

const commandsOf = (block: string): string[] =>
  block
    .split('\n')
    .filter(line => line.startsWith('$ '))
    .map(line => line.slice(2))

/** Runs the commands in one shell; stderr and stdout together, as on a terminal. */
const typeAll = async (commands: string[]): Promise<string[]> => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'people.csv'), people)
  writeFileSync(join(folder, 'crm.csv'), crm)
  writeFileSync(join(folder, 'password.txt'), 'correct horse battery staple\n')
  writeFileSync(join(folder, 'database.txt'), 'postgres://steward:secret@db.internal/acme\n')
  const lines = commands.map((command, at) => {
    const filled = command.replace('stw_live_…', '$(grep -ho "stw_live_[A-Za-z0-9]*" *.out)')
    return `{ ${filled}\n} > ${at}.out 2>&1`
  })
  await shell([`cd ${folder}`, ...lines].join('\n'), {
    env: { STEWARD_HOME: join(folder, 'home') },
  })
  return commands.map((_, at) => readFileSync(join(folder, `${at}.out`), 'utf8'))
}

const base32 = '0123456789abcdefghjkmnpqrstvwxyz'

/** What is another one each time is given a fixed one of the same length; ids keep apart. */
const masked = (text: string): string => {
  const seen: string[] = []
  const numbered = (id: string, prefix: string) => {
    if (!seen.includes(id)) seen.push(id)
    const at = seen.indexOf(id)
    return `${prefix}01m81m18j2erwazp5dg9d60${base32[at >> 5]}${base32[at & 31]}m`
  }
  return text
    .replace(/\b((?:acc|con|doc|evt|key|msg|org|prv|rol|run|ses|sup)_)[0-9a-z]{26}/g, numbered)
    .replace(/stw_live_…\w{4}/g, 'stw_live_…xxxx')
    .replace(/stw_live_[0-9A-Za-z]{38}/g, `stw_live_${'x'.repeat(38)}`)
    .replace(/\b[\da-zA-Z]{5}(-[\da-zA-Z]{5}){3}(?=\s)/g, 'xxxxx-xxxxx-xxxxx-xxxxx')
    .replace(/\b[a-z2-9]{5}-[a-z2-9]{5}(?=\s)/g, 'xxxxx-xxxxx')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-03-01T12:00:00.000Z')
    .replace(/[A-Za-z0-9+/]{43}=/g, 's2OVoHgw0zV6gjggjzCutxy/uhZDHu/0cn7SYyArHNc=')
}

/** The commands and their answers are masked as one text, so that an id is the same throughout. */
const typedOut = (commands: string[], printed: string[]): string[] => {
  const mark = '\0'
  const told = commands.map((command, at) => `$ ${command}\n${printed[at]}`)
  return masked(told.join(mark)).split(mark)
}

it('the tour prints what the README says', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const commands = [...readme.matchAll(blocks)].flatMap(([, , block]) => commandsOf(block!))
  expect(commands.length).toBeGreaterThan(8)
  const told = typedOut(commands, await typeAll(commands))
  const typed = readme.replace(blocks, (_, open, block, close) => {
    return open + told.splice(0, commandsOf(block).length).join('') + close
  })
  if (process.env.UPDATE_README) writeFileSync('README.md', typed)
  else expect(readme).toBe(typed)
}, 60_000)
