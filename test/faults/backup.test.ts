import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isFull, json, newOrganization } from '../races/support.ts'
import { temporaryFolder } from '../support/databases.ts'

const writers = 8
const rounds = isFull ? 20 : 2

it(`a backup under ${writers} writers is of one moment, and restores clean`, async () => {
  const site = await newOrganization('sqlite')
  const names: string[] = []
  const write = async (writer: number) => {
    for (let round = 0; round < rounds; round++) {
      const { id } = await json(['consumers', 'create', '--name', `P${writer}-${round}`], site)
      names.push(id)
    }
  }
  const writing = Array.from({ length: writers }, (_, writer) => write(writer))
  const file = join(temporaryFolder(), 'backup.db')
  await Promise.race(writing)
  const before = names.length
  const { logSize } = await json(['db', 'backup', file], site)
  const after = names.length
  await Promise.all(writing)
  expect(names).toHaveLength(writers * rounds)
  await json(['db', 'restore', file, '--yes'], site)
  const { total } = await json(['consumers', 'list', '--count'], site)
  expect(total).toBe(logSize - 1)
  expect(total).toBeGreaterThanOrEqual(before)
  expect(total).toBeLessThanOrEqual(after + writers)
  expect(await json(['db', 'check'], site)).toMatchObject({ ok: true, log: { size: logSize + 1 } })
}, 120_000)
