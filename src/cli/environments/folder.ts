/**
 * .steward.json, by which a folder says which environment is meant in it. A folder may come from
 * anyone, so it can name an environment of this machine and nothing else: no database, no key.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { invalid } from '../../kernel/errors.ts'
import { visible } from '../output/safe.ts'
import { isRow } from '../output/value.ts'

const fileName = '.steward.json'

/** More than any name takes: what is larger is not read. */
const mostBytes = 4096

/** What the nearest .steward.json from `start` up to the root names; null where there is none. */
export const folderChoice = (start: string): { name: string; file: string } | null => {
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, fileName)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found) {
      const file = visible(path)
      // A pipe in its place would be waited for.
      if (!found.isFile() || found.size > mostBytes) throw notRight(file)
      return { name: nameIn(file, readText(path, file)), file }
    }
    if (dirname(folder) === folder) return null
  }
}

const readText = (path: string, file: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw invalid(undefined, `${file} can not be read.`)
  }
}

/** Says which key is wrong, and never what it holds. */
const nameIn = (file: string, text: string): string => {
  const content = parsed(text)
  if (!isRow(content)) throw notRight(file)
  const other = Object.keys(content).find(key => key !== 'environment')
  if (other !== undefined) {
    const key = visible(JSON.stringify(other.slice(0, 40)))
    throw notRight(file, `${file} may hold "environment" alone, not ${key}.`, other)
  }
  const { environment } = content
  if (typeof environment !== 'string' || environment === '') {
    throw notRight(file, `${file}: "environment" must be the name of one.`, 'environment')
  }
  return environment
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const notRight = (file: string, message = `${file} is not what it should be.`, key?: string) =>
  invalid(key?.slice(0, 40), message, 'Like this: {"environment":"NAME"}')
