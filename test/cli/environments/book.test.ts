import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { changeBook, readBook } from '../../../src/cli/environments/book.ts'
import { withChanges, withInUse, withNew, without } from '../../../src/cli/environments/changes.ts'
import type { Book } from '../../../src/cli/environments/resolve.ts'
import { temporaryFolder } from '../../support/databases.ts'

const entry = { database: 'postgres://u:hunter2@db/x', protected: false }

const homeWith = (...names: string[]): string => {
  const home = temporaryFolder()
  for (const name of names) changeBook(home, book => withNew(book, name, entry))
  return home
}

const fileIn = (home: string) => join(home, 'environments.json')

it('is empty before there is one, and reading makes nothing', () => {
  const home = join(temporaryFolder(), 'not yet')
  expect(readBook(home)).toEqual({ inUse: null, environments: {} })
  expect(existsSync(home)).toBe(false)
})

it('reads back what was changed, and leaves nothing beside it', () => {
  const home = homeWith('a', 'b')
  changeBook(home, book => withInUse(book, 'b'))
  expect(readBook(home)).toEqual({ inUse: 'b', environments: { a: entry, b: entry } })
  expect(readdirSync(home)).toEqual(['environments.json'])
})

it('is its owner’s alone, in a folder that is, whatever the umask', () => {
  const before = process.umask(0)
  try {
    const home = join(temporaryFolder(), 'home')
    changeBook(home, book => withNew(book, 'a', entry))
    const rights = (path: string) => statSync(path).mode & 0o777
    expect([rights(home), rights(fileIn(home))]).toEqual([0o700, 0o600])
  } finally {
    process.umask(before)
  }
})

it('is refused where others could read or change it, or put another in its place', () => {
  const file = homeWith('a')
  chmodSync(fileIn(file), 0o640)
  const folder = homeWith('a')
  chmodSync(folder, 0o770)
  for (const home of [file, folder]) {
    expect(() => readBook(home)).toThrow(/^Others can get at/)
    expect(() => changeBook(home, book => book)).toThrow(/^Others can get at/)
  }
})

it('is not refused for a folder that others can look into: they see its name', () => {
  const home = homeWith('a')
  chmodSync(home, 0o755)
  expect(Object.keys(readBook(home).environments)).toEqual(['a'])
})

it('is refused behind a link, as is its folder', () => {
  const file = homeWith('a')
  renameSync(fileIn(file), join(file, 'elsewhere.json'))
  symlinkSync(join(file, 'elsewhere.json'), fileIn(file))
  expect(() => readBook(file)).toThrow(/is a link/)
  const link = join(temporaryFolder(), 'link')
  symlinkSync(homeWith('a'), link)
  expect(() => readBook(link)).toThrow(/is a link/)
})

it('is refused when it is damaged, without a word of what is in it', () => {
  const whole = { inUse: null, environments: { a: entry } }
  const damaged = [
    'hunter2',
    '{}',
    { ...whole, environments: { A: entry } },
    { ...whole, environments: { local: entry } },
    { ...whole, environments: { a: { ...entry, colour: 'hunter2' } } },
    { ...whole, environments: { a: { database: 'hunter2' } } },
    { ...whole, inUse: 'hunter2' },
  ]
  for (const content of damaged) {
    const home = homeWith('a')
    writeFileSync(fileIn(home), typeof content === 'string' ? content : JSON.stringify(content))
    expect(() => readBook(home)).toThrow(/environments\.json is damaged\.$/)
  }
})

it('stays as it was when a change fails', () => {
  const home = homeWith('a')
  const before = readFileSync(fileIn(home))
  expect(() => changeBook(home, book => withNew(book, 'a', entry))).toThrow(/already/)
  expect(readFileSync(fileIn(home))).toEqual(before)
  expect(readdirSync(home)).toEqual(['environments.json'])
})

it('is not held up by a change that was cut short long ago', () => {
  const home = homeWith('a')
  const lock = `${fileIn(home)}.lock`
  writeFileSync(lock, '')
  const past = new Date(Date.now() - 60_000)
  utimesSync(lock, past, past)
  changeBook(home, book => without(book, 'a'))
  expect(readBook(home).environments).toEqual({})
})

const book: Book = { inUse: 'a', environments: { a: entry } }

it('a name is taken once, and local is taken always', () => {
  for (const name of ['a', 'local']) expect(() => withNew(book, name, entry)).toThrow(/already/)
})

it('only what is given changes', () => {
  const changed = withChanges(book, 'a', { colour: 'blue', protected: undefined })
  expect(changed.environments.a).toEqual({ ...entry, colour: 'blue' })
  expect(() => withChanges(book, 'a', { colour: undefined })).toThrow(/Nothing to change/)
})

it('local can neither be changed nor removed', () => {
  expect(() => withChanges(book, 'local', { colour: 'red' })).toThrow(/stays as it is/)
  expect(() => without(book, 'local')).toThrow(/stays as it is/)
})

it('when the one in use is removed, local is in use again', () => {
  expect(without(book, 'a')).toEqual({ inUse: null, environments: {} })
  expect(withInUse(book, 'local').inUse).toBeNull()
})
