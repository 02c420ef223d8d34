import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderChoice } from '../../../src/cli/environments/folder.ts'
import { StewardError } from '../../../src/kernel/errors.ts'
import { temporaryFolder } from '../../support/databases.ts'

const folderWith = (text: string): string => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.steward.json'), text)
  return folder
}

const failing = (folder: string) => {
  try {
    folderChoice(folder)
  } catch (error) {
    if (error instanceof StewardError) return error
    throw error
  }
  throw new Error('it did not fail')
}

it('the nearest .steward.json up to the root names the environment', () => {
  const outer = folderWith('{"environment":"outer"}')
  const deep = join(outer, 'a/b/c')
  mkdirSync(deep, { recursive: true })
  expect(folderChoice(deep)).toEqual({ name: 'outer', file: join(outer, '.steward.json') })
  const inner = join(outer, 'a/.steward.json')
  writeFileSync(inner, '{"environment":"inner"}')
  expect(folderChoice(deep)).toEqual({ name: 'inner', file: inner })
})

it('a folder without one names none', () => {
  expect(folderChoice(temporaryFolder())).toBeNull()
})

it('anything in it besides the name is refused by its key, and its value is not told', () => {
  const content = { environment: 'prod', database: 'postgres://u:hunter2@evil/x' }
  const error = failing(folderWith(JSON.stringify(content)))
  expect([error.exitCode, error.field]).toEqual([2, 'database'])
  expect(error.message).toMatch(/may hold "environment" alone, not "database"\.$/)
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain('hunter2')
})

it('what is no name is refused by its key', () => {
  for (const value of ['', 7, null, { name: 'hunter2' }, ['hunter2']]) {
    const error = failing(folderWith(JSON.stringify({ environment: value })))
    expect([error.exitCode, error.field]).toEqual([2, 'environment'])
    expect(error.message).not.toContain('hunter2')
  }
})

it('what is not an object of JSON is refused as a whole', () => {
  for (const text of ['', 'hunter2', '[]', '"prod"', 'null', '{"environment":"prod"', '\0']) {
    const error = failing(folderWith(text))
    expect([error.exitCode, error.message]).toEqual([
      2,
      expect.stringMatching(/not what it should/),
    ])
  }
})

it('a pipe, a folder or a large file in its place is not read', () => {
  const pipe = temporaryFolder()
  execFileSync('mkfifo', [join(pipe, '.steward.json')])
  const directory = temporaryFolder()
  mkdirSync(join(directory, '.steward.json'))
  const large = folderWith(`{"environment":"${'x'.repeat(5000)}"}`)
  for (const folder of [pipe, directory, large]) expect(failing(folder).exitCode).toBe(2)
})

it('a key that repaints a screen is shown in visible form, and cut', () => {
  const error = failing(folderWith(JSON.stringify({ [`\x1b[2J\u202e${'x'.repeat(999)}`]: 1 })))
  expect(error.message).not.toMatch(/[\x1b\u202e]/)
  expect(error.message.length).toBeLessThan(200)
})
