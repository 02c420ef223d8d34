/** What doctor tells of a database, on both engines, when it is well and when it was meddled with. */
import { cpSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { databaseChecks } from '../../../src/cli/doctor/database.ts'
import { examine } from '../../../src/cli/doctor/finding.ts'
import { type Host, openHost } from '../../../src/host.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { createDatabase, temporaryFolder } from '../../support/databases.ts'
import { type House, newDatabase, newHouse, onEveryEngine, root } from '../../support/house.ts'

const looked = async (host: Host, full = false) => {
  const { checks } = await examine(databaseChecks(host, { full }))
  return Object.fromEntries(checks.map(({ name, ...finding }) => [name, finding]))
}

/** The checks that aren't well, by status. */
const amiss = async (host: Host, full = false) =>
  Object.entries(await looked(host, full)).flatMap(([name, { status }]) =>
    status === 'ok' ? [] : [`${name} ${status}`],
  )

const meddle = ({ host }: House, script: string) =>
  host.store.engine.migrating(session => session.script(script))

/** The database server's own clock can't be set: where it is compared, the house's must be right. */
const atPresent = async (engine: 'sqlite' | 'postgres') => {
  const house = await newHouse(engine)
  house.clock.now = new Date()
  return house
}

onEveryEngine('doctor, of a database', engine => {
  it('finds nothing amiss in one that only Steward wrote', async () => {
    const house = await atPresent(engine)
    await house.run(createConsumer, { name: 'Ada' })
    expect(await amiss(house.host)).toEqual([])
    expect(await amiss(house.host, true)).toEqual([])
    const { database, 'event-log': log } = await looked(house.host)
    expect(database!.seen).toMatch(engine === 'sqlite' ? /^SQLite 3\.\d+/ : /^Postgres \d+/)
    expect(log!.seen).toContain('2 of 2 events')
  })

  it('says that there is none yet, and looks no further', async () => {
    const { home, url } = await newDatabase(engine)
    const host = await openHost({
      root,
      version: '0.1.0',
      env: { STEWARD_HOME: home, STEWARD_DATABASE_URL: emptied(url) },
    })
    onTestFinished(() => host.close())
    const { database, ...others } = await looked(host)
    expect(database).toMatchObject({ status: 'failed' })
    expect(Object.values(others).map(({ status }) => status)).toEqual(Array(4).fill('warning'))
  })

  it('names the migrations that an older schema lacks', async () => {
    const folder = temporaryFolder()
    cpSync(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true })
    for (const file of globSync(join(folder, 'migrations/*/0002_*.sql'))) rmSync(file)
    const env = {
      STEWARD_HOME: temporaryFolder(),
      STEWARD_DATABASE_URL: await freshDatabase(engine),
    }
    const older = await openHost({ root: folder, version: '0.1.0', env })
    await older.migrate()
    await older.close()
    const host = await openHost({ root, version: '0.1.0', env })
    onTestFinished(() => host.close())
    const { migrations, 'event-log': log } = await looked(host)
    expect(migrations).toEqual({
      status: 'failed',
      seen: 'Not applied yet: 0002_sign_in.',
      advice: 'Run: steward db migrate',
    })
    expect(log!.status).toBe('warning')
  })

  it('finds an edited row in the log, or a head that is not its own', async () => {
    for (const script of [
      `update events set actor = 'sup_eve' where sequence = 2`,
      `update events set detail = '{}' where sequence = 3`,
      'delete from events where sequence = 3',
      'delete from events where sequence = 2',
      'update logs set size = 2',
      'update logs set size = 2000',
      `update logs set root = 'f00'`,
    ]) {
      const house = await atPresent(engine)
      for (const name of ['Ada', 'Bob', 'Eve']) await house.run(createConsumer, { name })
      await meddle(house, script)
      const { 'event-log': log } = await looked(house.host)
      expect([script, log]).toEqual([script, expect.objectContaining({ status: 'failed' })])
      expect(log!.advice).toContain('steward events verify')
    }
  })

  it('finds what was done to the last events of a long log without reading the others', async () => {
    const house = await newHouse(engine)
    const rows = Array.from({ length: 12 }, (_, at) => ({ key: `${at}`, raw: { name: `P${at}` } }))
    await house.runEach(createConsumer, rows)
    const { log } = await house.host.vitals()
    expect(await log(5)).toEqual({ size: 5, problem: null })
    await meddle(house, `update events set actor = 'sup_eve' where sequence = 2`)
    expect((await log(5)).problem).toBeNull()
    expect((await log('all')).problem).toMatch(/^Event 2: /)
    await meddle(house, `update events set actor = 'sup_eve' where sequence = 11`)
    expect((await log(5)).problem).toMatch(/^Event 11: /)
  })

  it('tells a clock that is behind the newest event, or apart from the server', async () => {
    const house = await atPresent(engine)
    await house.run(createConsumer, { name: 'Ada' })
    const clockAt = async (ms: number) => {
      house.clock.now = new Date(Date.now() + ms)
      return (await looked(house.host)).clock!.status
    }
    expect(await clockAt(0)).toBe('ok')
    expect(await clockAt(-60_000)).toBe('warning')
    expect(await clockAt(-3_600_000)).toBe('failed')
    expect(await clockAt(3_600_000)).toBe(engine === 'sqlite' ? 'ok' : 'failed')
  })

  it('tells a secret key that is missing from one that is another organisation’s', async () => {
    const house = await atPresent(engine)
    rmSync(join(house.home, 'secret.key'))
    expect((await looked(house.host))['secret-key']).toMatchObject({ status: 'warning' })
    const STEWARD_SECRET_KEY = Buffer.alloc(32, 7).toString('base64url')
    const env = { STEWARD_HOME: house.home, STEWARD_DATABASE_URL: house.url, STEWARD_SECRET_KEY }
    const host = await openHost({ root, version: '0.1.0', env })
    onTestFinished(() => host.close())
    const finding = (await looked(host))['secret-key']!
    expect(finding).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(finding)).not.toContain(STEWARD_SECRET_KEY)
  })
})

/** A file that isn't there, or a database that nobody made. */
const emptied = (url: string): string =>
  url.startsWith('postgres') ? `${url}_none` : join(temporaryFolder(), 'none.db')

const freshDatabase = (engine: 'sqlite' | 'postgres'): Promise<string> | string =>
  engine === 'sqlite'
    ? join(temporaryFolder(), 'steward.db')
    : createDatabase(inject('postgresUrl')!)
