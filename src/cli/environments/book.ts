/**
 * environments.json in STEWARD_HOME. An address in it may hold a password, so the file is its
 * owner's alone; one that others could read or change is refused.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { unavailable } from '../../kernel/errors.ts'
import { visible } from '../output/safe.ts'
import { isRow } from '../output/value.ts'
import { type Book, colours, type Entry, emptyBook, local, namePattern } from './resolve.ts'

const fileIn = (home: string): string => join(home, 'environments.json')

/** The environments of this machine. Throws `unavailable` for a file that is damaged or not safe. */
export const readBook = (home: string): Book => {
  const path = fileIn(home)
  const file = openOwn(path)
  if (file === null) return emptyBook
  try {
    refuseLoose(fstatSync(file), 0o077, path, 'chmod 600')
    refuseLooseFolder(home)
    const book = bookIn(readFileSync(file, 'utf8'))
    if (!book) throw unavailable(`${visible(path)} is damaged.`, { hint: 'Mend it or remove it.' })
    return book
  } finally {
    closeSync(file)
  }
}

/** Puts what `change` makes of the book in its place, whole or not at all; one change at a time. */
export const changeBook = (home: string, change: (book: Book) => Book): Book => {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  refuseLooseFolder(home)
  const path = fileIn(home)
  const lock = `${path}.lock`
  takeLock(lock)
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const book = change(readBook(home))
    writeFileSync(aside, `${JSON.stringify(book, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(aside, path)
    return book
  } finally {
    rmSync(aside, { force: true })
    rmSync(lock, { force: true })
  }
}

/** A change takes milliseconds: a lock that is older was left behind. */
const lockAge = 5000

const takeLock = (lock: string): void => {
  for (const end = Date.now() + lockAge; ; ) {
    try {
      closeSync(openSync(lock, 'wx', 0o600))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const taken = lstatSync(lock, { throwIfNoEntry: false })
    if (taken && Date.now() - taken.mtimeMs > lockAge) rmSync(lock, { force: true })
    if (Date.now() > end)
      throw unavailable(`${visible(lock)} is in the way.`, { hint: 'Remove it.' })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
}

/** The file, opened; null when there is none. A link may lead anywhere, so none is followed. */
const openOwn = (path: string): number | null => {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === 'ELOOP') throw unavailable(`${visible(path)} is a link, and must be a file.`)
    throw unavailable(`${visible(path)} can not be read.`)
  }
}

/** Whoever can write in the folder can put another file in the place of this one. */
const refuseLooseFolder = (home: string): void => {
  const found = lstatSync(home)
  if (found.isSymbolicLink()) {
    throw unavailable(`${visible(home)} is a link.`, {
      hint: 'Set STEWARD_HOME to the folder itself.',
    })
  }
  refuseLoose(found, 0o022, home, 'chmod go-w')
}

/** Windows has no such rights: there a folder of one's own is what protects. */
const refuseLoose = ({ mode }: Stats, others: number, path: string, remedy: string): void => {
  if (process.platform === 'win32' || (mode & others) === 0) return
  throw unavailable(`Others can get at ${visible(path)}.`, {
    hint: `Keep it to yourself: ${remedy} ${visible(path)}`,
  })
}

/** Null for what was not written by us. */
const bookIn = (text: string): Book | null => {
  try {
    const { inUse, environments } = JSON.parse(text) as Partial<Book>
    if (!isRow(environments) || !Object.entries(environments).every(isEntry)) return null
    const known = inUse === null || inUse === local || Object.hasOwn(environments, `${inUse}`)
    return known ? { inUse: inUse ?? null, environments } : null
  } catch {
    return null
  }
}

const isEntry = ([name, value]: [string, unknown]): boolean => {
  if (!isRow(value) || !namePattern.test(name) || name === local) return false
  const { database, colour, protected: isProtected } = value as Partial<Entry>
  const known = colour === undefined || colours.includes(colour)
  return typeof database === 'string' && known && typeof isProtected === 'boolean'
}
