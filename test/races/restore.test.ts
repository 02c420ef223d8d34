import Driver from 'better-sqlite3'
import { expect, it } from 'vitest'
import { steward, stewards } from '../support/program.ts'
import { json, newOrganization } from './support.ts'

const idsIn = (file: string): string[] => {
  const driver = new Driver(file)
  const ids = driver.prepare('select id from consumers').pluck().all()
  driver.close()
  return ids as string[]
}

it('a restore among writers loses nothing: it is in the copy, or in what was restored', async () => {
  const site = await newOrganization('sqlite')
  const { file } = await json(['db', 'backup'], site)
  const create = (number: number) => ['consumers', 'create', '--name', `P${number}`, '--json']
  const [created, restored] = await Promise.all([
    stewards(12, create, site),
    steward(['db', 'restore', file, '--yes', '--json'], site),
  ])
  expect([...created, restored].filter(({ exit }) => exit !== 0)).toEqual([])
  const kept = [...idsIn(JSON.parse(restored.stdout).replaced), ...idsIn(site.url)]
  expect(kept.sort()).toEqual(created.map(({ stdout }) => JSON.parse(stdout).id).sort())
  expect(await json(['db', 'check'], site)).toMatchObject({ ok: true })
}, 60_000)
