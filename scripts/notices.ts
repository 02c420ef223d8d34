/**
 * The notices of every package that is bundled into dist/, as their licences ask for: name, version,
 * licence and its text. A licence that we have not agreed to fails the build.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Metafile } from 'esbuild'

const agreed = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0'],
  ...['BlueOak-1.0.0', 'CC0-1.0', 'Python-2.0', 'Unlicense'],
])

type Package = { name: string; version: string; license: string; text: string }

/** The text of dist/THIRD_PARTY_NOTICES.md. Throws for a licence that is not agreed to. */
export const noticesOf = (...bundles: Metafile[]): string => {
  const outputs = bundles.flatMap(bundle => Object.values(bundle.outputs))
  const used = outputs.flatMap(({ inputs }) => Object.keys(inputs))
  const folders = new Set(used.map(folderOf).filter(folder => folder !== null))
  const packages = [...folders].map(packageIn).sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const foreign = packages.filter(({ license }) => !isAgreed(license))
  if (foreign.length > 0) {
    const told = foreign.map(({ name, license }) => `${name} (${license || 'none'})`)
    throw new Error(`bundled under a licence that is not agreed to: ${told.join(', ')}`)
  }
  const unique = new Map(packages.map(found => [key(found), found]))
  return `${[head, ...[...unique.values()].map(section)].join('\n\n')}\n`
}

const key = ({ name, version }: Package): string => `${name} ${version}`

/** The package's own folder: the part up to the name behind the last node_modules. */
const folderOf = (input: string): string | null =>
  /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? null

const packageIn = (folder: string): Package => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = readdirSync(folder).find(name => /^(licen[cs]e|copying)(\.|-|$)/i.test(name))
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : ''
  return { name, version, license: String(license ?? ''), text }
}

/** An SPDX expression: of an "or" we take the licence that we know; of an "and" all must do. */
const isAgreed = (license: string): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some(choice => choice.split(' AND ').every(one => agreed.has(one.trim())))

const head = `# Third-party notices

Steward's published program contains the following packages.`

const section = ({ name, version, license, text }: Package): string => {
  const words = text || 'The package comes without a copy of its licence.'
  return `## ${name} ${version}\n\nLicence: ${license}\n\n${words.replaceAll(/^(?=.)/gm, '    ')}`
}
