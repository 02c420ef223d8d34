/** Files and folders that are their owner's alone, and those that aren't. */
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lookAtFiles } from '../../../src/cli/doctor/files.ts'
import { temporaryFolder } from '../../support/databases.ts'

const kept = ['secret.key', 'environments.json', 'steward.db', 'sign-in/a.json', 'backups/b.db']

const furnished = (): string => {
  const home = temporaryFolder()
  for (const folder of ['sign-in', 'backups']) mkdirSync(join(home, folder), { mode: 0o700 })
  for (const file of kept) writeFileSync(join(home, file), '', { mode: 0o600 })
  return home
}

it('are well where each is 0600 in folders of 0700, or where there are none yet', () => {
  expect(lookAtFiles(furnished(), null)).toMatchObject({ status: 'ok', advice: null })
  expect(lookAtFiles(join(temporaryFolder(), 'none'), null)).toMatchObject({ status: 'ok' })
})

it.runIf(process.platform !== 'win32').each([...kept, 'sign-in', ''])(
  'fail where others can reach one of them, with the command that mends it: %j',
  name => {
    const home = furnished()
    chmodSync(join(home, name), 0o740)
    const { status, seen, advice } = lookAtFiles(home, null)
    expect([status, advice]).toEqual(['failed', `chmod -R go= ${home}`])
    expect(seen).toContain(`${name || home} can be reached by others (740)`)
  },
)

it.each([
  ['secret.key', 'failed'],
  ['environments.json', 'failed'],
  ['sign-in', 'failed'],
  ['backups', 'warning'],
])('that are links are told, and not followed: %s is %s', (name, status) => {
  const home = furnished()
  const elsewhere = join(temporaryFolder(), name)
  renameSync(join(home, name), elsewhere)
  chmodSync(elsewhere, 0o755)
  symlinkSync(elsewhere, join(home, name))
  expect(lookAtFiles(home, null)).toMatchObject({ status, seen: `${name} is a link.` })
})

it('fail where the home itself is a link, however it is written', () => {
  const link = join(temporaryFolder(), 'link')
  symlinkSync(furnished(), link)
  for (const home of [link, `${link}/`]) {
    const advice = 'Set STEWARD_HOME to the folder itself.'
    expect(lookAtFiles(home, null)).toMatchObject({ status: 'failed', advice })
  }
})

it.runIf(process.platform !== 'win32')('include a database that lies elsewhere', () => {
  const file = join(temporaryFolder(), "it's.db")
  writeFileSync(file, '')
  chmodSync(file, 0o644)
  const { status, advice } = lookAtFiles(furnished(), file)
  expect([status, advice]).toEqual(['failed', `chmod go= '${file.replace("'", `'\\''`)}'`])
})

it.runIf(process.platform !== 'win32')('include documents that lie elsewhere', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a1'), '')
  chmodSync(join(folder, 'a1'), 0o644)
  const { status, seen } = lookAtFiles(furnished(), null, folder)
  expect([status, seen]).toEqual(['failed', `${folder}/a1 can be reached by others (644).`])
})

it.runIf(process.platform !== 'win32')('are named five at most, and the others counted', () => {
  const home = furnished()
  for (let at = 0; at < 9; at++) writeFileSync(join(home, `f${at}`), '')
  for (let at = 0; at < 9; at++) chmodSync(join(home, `f${at}`), 0o644)
  expect(lookAtFiles(home, null).seen).toMatch(/, and 4 more\.$/)
})
