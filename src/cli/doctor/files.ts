/**
 * Whether what Steward keeps is its owner's alone: folders 0700, files 0600, and no link in their
 * place, which could lead anywhere.
 */
import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { quoted } from '../quoted.ts'
import { type Finding, failed, fine, warning } from './finding.ts'

/** How many are named; the others are counted. */
const named = 5

/** More than Steward keeps: a folder that holds so much has something else in it. */
const mostFiles = 10_000

type Fault = { path: string; what: string; advice: string; status: 'warning' | 'failed' }

/** `database` is the file of the database in use, which may lie elsewhere; null on a server.
 * `documents` is their folder, where it was chosen. */
export const lookAtFiles = (home: string, database: string | null, documents?: string): Finding => {
  const top = resolve(home)
  const found = statsOf(top)
  const inside = found ? [...filesIn(top)] : []
  const beside = database === null ? [] : databaseFiles(resolve(database))
  const folder = documents && resolve(documents)
  const chosen = folder && statsOf(folder) ? [folder, ...filesIn(folder)] : []
  const outside = [...beside, ...chosen].filter(path => !path.startsWith(top + sep))
  const paths = [...(found ? [top] : []), ...inside, ...outside]
  const faults = paths.flatMap(path => faultOf(path, top) ?? [])
  if (faults.length > 0) return findingOf(faults, top)
  if (!found) return fine(`There is no ${top} yet.`)
  return fine(`${paths.length} files and folders, all yours alone: ${top}`)
}

const databaseFiles = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`]

const statsOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false })

/** Everything in a folder, however deep; links are named and not followed. */
function* filesIn(folder: string): Generator<string> {
  let count = 0
  const folders = [folder]
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) folders.push(path)
      if (count++ === mostFiles) return
      yield path
    }
  }
}

const faultOf = (path: string, home: string): Fault | null => {
  const stats = statsOf(path)
  if (!stats) return null
  if (stats.isSymbolicLink()) return linkFault(path, home)
  // Windows keeps a person's folders by other means than these.
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return null
  const mode = (stats.mode & 0o777).toString(8)
  const within = path === home || path.startsWith(home + sep)
  const advice = within ? `chmod -R go= ${quoted(home)}` : `chmod go= ${quoted(path)}`
  return { path, what: `can be reached by others (${mode})`, advice, status: 'failed' }
}

/** What a sign-in, an environment or a key is kept in is refused where it is a link. */
const refused = /^(|sign-in|environments\.json|secret\.key)$/

const linkFault = (path: string, home: string): Fault => {
  const [first = ''] = relative(home, path).split(sep)
  const advice =
    path === home ? 'Set STEWARD_HOME to the folder itself.' : 'Put the thing itself in its place.'
  return { path, what: 'is a link', advice, status: refused.test(first) ? 'failed' : 'warning' }
}

const findingOf = (faults: readonly Fault[], home: string): Finding => {
  const told = faults.slice(0, named).map(({ path, what }) => `${nameOf(path, home)} ${what}`)
  const more = faults.length > named ? `, and ${faults.length - named} more` : ''
  const advice = [...new Set(faults.map(fault => fault.advice))].slice(0, named).join(' ')
  const finding = faults.some(({ status }) => status === 'failed') ? failed : warning
  return finding(`${told.join(', ')}${more}.`, advice)
}

const nameOf = (path: string, home: string): string =>
  path.startsWith(home + sep) ? relative(home, path) : path
