import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failuresTo } from '../../../src/cli/bulk/failures.ts'
import { temporaryFolder } from '../../support/databases.ts'
import { failure } from '../../support/house.ts'

const opening = (path: string, goesOn = false) => failure((async () => failuresTo(path, goesOn))())

it('what fails is written at once, for its owner alone', () => {
  const path = join(temporaryFolder(), 'failed.txt')
  const failures = failuresTo(path, false)
  failures.add('ada@example.org')
  expect(readFileSync(path, 'utf8')).toBe('ada@example.org\n')
  failures.add('con_1')
  failures.done()
  expect(readFileSync(path, 'utf8')).toBe('ada@example.org\ncon_1\n')
  expect(statSync(path).mode & 0o077).toBe(0)
})

it('a file that was made for nothing goes again, one that was there stays', () => {
  const folder = temporaryFolder()
  const [made, there] = [join(folder, 'made'), join(folder, 'there')]
  writeFileSync(there, '')
  chmodSync(there, 0o644)
  for (const path of [made, there]) failuresTo(path, false).done()
  expect([existsSync(made), existsSync(there)]).toEqual([false, true])
  expect(statSync(there).mode & 0o077).toBe(0)
})

it('what a file holds is kept: a run that goes on adds to it, another is refused', async () => {
  const path = join(temporaryFolder(), 'failed.txt')
  writeFileSync(path, 'first\n')
  expect(await opening(path)).toMatchObject({ code: 'invalid_input', field: 'failedTo' })
  const failures = failuresTo(path, true)
  failures.add('second')
  failures.done()
  expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n')
})

it('a folder that is not there, or a folder itself, is told before anything is done', async () => {
  const folder = temporaryFolder()
  for (const path of [join(folder, 'none', 'f'), folder]) {
    expect(await opening(path)).toMatchObject({ code: 'unavailable', field: 'failedTo' })
  }
})
