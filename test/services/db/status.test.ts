import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHost } from '../../../src/host.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { failure, type House, newHouse, onEveryEngine, root } from '../../support/house.ts'

const status = async (house: House) => (await house.host.maintenance()).status()

/** Makes the ledger of migrations say something else than it should. */
const pretend = (house: House, script: string) =>
  house.host.store.engine.migrating(session => session.script(script))

/** The same database under a program that has just started. */
const restarted = (house: House) => house.host.beside(house.url)

onEveryEngine('db status', engine => {
  it('tells whose the database is, where, how long its log is, and never a password', async () => {
    const house = await newHouse(engine)
    await house.run(createConsumer, { name: 'Ada' })
    const told = await status(house)
    expect(told).toMatchObject({
      engine,
      state: 'current',
      organization: { name: 'Acme' },
      logSize: 2,
      pending: [],
      lastBackup: null,
    })
    expect(told.location).not.toMatch(/@|:\/\//)
    expect(told.bytes).toBeGreaterThan(10_000)
  })

  it('answers for an older schema, which every operation refuses with the line to run', async () => {
    const house = await newHouse(engine)
    await pretend(house, `delete from schema_migrations where id = '0001_search'`)
    expect(await status(house)).toMatchObject({ state: 'outdated', pending: ['0001_search'] })
    const other = await restarted(house)
    expect(await failure(other.runner())).toMatchObject({
      code: 'unavailable',
      hint: 'Run: steward db migrate',
    })
    await other.close()
  })

  it('answers for a newer schema, which refuses this program before any write', async () => {
    const house = await newHouse(engine)
    await pretend(house, `update schema_migrations set oldest_program = '9.0.0'`)
    expect(await status(house)).toMatchObject({ state: 'newer', oldestProgram: '9.0.0' })
    expect(await failure(house.host.migrate())).toMatchObject({ code: 'unavailable' })
  })

  it('names a migration that was changed after it was applied', async () => {
    const house = await newHouse(engine)
    await pretend(house, `update schema_migrations set checksum = 'x' where id = '0000_frame'`)
    expect(await status(house)).toMatchObject({ altered: ['0000_frame'] })
    expect(await failure(house.host.migrate())).toMatchObject({ code: 'unavailable' })
  })

  it('answers for a database that can not be reached', async () => {
    const house = await newHouse(engine)
    const env = {
      STEWARD_DATABASE_URL: engine === 'sqlite' ? house.home : 'postgres://x:secret@127.0.0.1:1/x',
    }
    const host = await openHost({ root, version: '0.1.0', env, clock: () => house.clock.now })
    const told = await (await host.maintenance()).status()
    await host.close()
    expect(told).toMatchObject({ state: 'unavailable', organization: null })
    expect(JSON.stringify(told)).not.toContain('secret')
  })
})

it('answers where a name among the backups leads nowhere', async () => {
  const house = await newHouse('sqlite')
  const backups = join(house.home, 'backups')
  mkdirSync(backups)
  symlinkSync(join(house.home, 'gone'), join(backups, 'steward-1.db'))
  expect(await status(house)).toMatchObject({ state: 'current', lastBackup: null })
})

it('a migration backs a SQLite file up first, and is recorded', async () => {
  const house = await newHouse('sqlite')
  await pretend(
    house,
    `delete from schema_migrations where id = '0001_search'; drop table consumers_search;
     drop trigger consumers_search_insert; drop trigger consumers_search_delete;
     drop trigger consumers_search_update`,
  )
  const other = await restarted(house)
  const { applied, backup } = await other.migrate()
  await other.close()
  expect(applied).toEqual(['0001_search'])
  expect(
    readdirSync(join(house.home, 'backups')).map(name => join(house.home, 'backups', name)),
  ).toEqual([backup])
  const { data } = await house.ask(listEvents)
  expect(data[0]).toMatchObject({ type: 'db.migrated', actor: { id: 'sys_maintenance' } })
})
