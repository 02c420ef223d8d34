/** Backup and restore by Postgres's own programs, where those of this machine fit the server. */
import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { type Host, openHost } from '../../../src/host.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { backUpDatabase } from '../../../src/services/db/backup.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { temporaryFolder } from '../../support/databases.ts'
import { failure, type House, newHouse, root } from '../../support/house.ts'

/** pg_dump refuses a server that is newer than itself. */
const toolsFit = async (server: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  try {
    const said = execFileSync('pg_dump', ['--version'], { encoding: 'utf8' })
    await client.connect()
    const { rows } = await client.query('show server_version_num')
    return Number(/(\d+)\./.exec(said)?.[1]) >= Math.floor(rows[0].server_version_num / 10_000)
  } catch {
    return false
  } finally {
    await client.end()
  }
}

const server = inject('postgresUrl')
const fits = server !== null && (await toolsFit(server))

const restore = (house: House, file: string) => restoreIn(house.host, house, file)

const restoreIn = async (host: Host, house: House, file: string) => {
  const credential = { kind: 'apiKey', key: house.apiKey } as const
  const call = { credential, origin: host.origin }
  const maintenance = await host.maintenance()
  return maintenance.restore(await maintenance.plan({ file }, call), call)
}

const script = ({ store }: Host, text: string) =>
  store.engine.migrating(session => session.script(text))

const rows = ({ store }: Host, query: string) => store.engine.reading(({ rows }) => rows(query))

/** A backup, and a later program over the same database, in which its own migration was applied:
 * what it made is there, whether or not it can be made once more. */
const olderBackup = async (migration: string) => {
  const house = await newHouse('postgres')
  await house.run(createConsumer, { name: 'Ada', email: 'ada@example.org' })
  await house.run(resetPassword, { consumer: 'ada@example.org' })
  const { file } = await house.ask(backUpDatabase)
  const folder = temporaryFolder()
  cpSync(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true })
  writeFileSync(join(folder, 'migrations/postgres/0002_later.sql'), migration)
  const env = { STEWARD_HOME: house.home, STEWARD_DATABASE_URL: house.url }
  const newer = await openHost({ root: folder, version: '0.1.0', env })
  onTestFinished(() => newer.close())
  const applied = `'0002_later', '${hash('sha256', migration)}', '0.1.0', '0.1.0', ''`
  await script(
    newer,
    `${migration.split(';')[0]}; insert into schema_migrations values (${applied})`,
  )
  return { house, newer, file }
}

describe.skipIf(!fits)('db.backup and db.restore (postgres)', () => {
  it('bring back what was, end codes, hold messages and record both sizes', async () => {
    const house = await newHouse('postgres')
    await house.run(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    await house.run(resetPassword, { consumer: 'ada@example.org' })
    const { file, logSize } = await house.ask(backUpDatabase)
    expect(logSize).toBe(3)
    await house.run(createConsumer, { name: 'Bob' })
    expect(await restore(house, file)).toMatchObject({
      logSizeBefore: 5,
      logSizeAfter: 4,
      codesEnded: 1,
      messagesHeld: 1,
      replaced: expect.stringContaining(house.home),
    })
    expect((await house.ask(listConsumers)).data).toMatchObject([{ name: 'Ada' }])
    const { data } = await house.ask(listEvents)
    expect(data[0]).toMatchObject({ type: 'db.restored', actor: { id: house.ownerId } })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })

  it('bring back an older schema into a newer one, which then is migrated', async () => {
    const { house, newer, file } = await olderBackup('create table later (key bigint primary key)')
    await script(newer, 'create table theirs (n integer); insert into theirs values (7)')
    const done = await restoreIn(newer, house, file)
    expect(done).toMatchObject({ migrated: ['0002_later'], codesEnded: 1, messagesHeld: 1 })
    expect(await rows(newer, 'select count(*)::int as n from later')).toEqual([{ n: 0 }])
    expect(await rows(newer, 'select n from theirs')).toEqual([{ n: 7 }])
    expect((await house.ask(listConsumers)).data).toMatchObject([{ name: 'Ada' }])
  })

  it('change nothing where something of another program depends on a table', async () => {
    const house = await newHouse('postgres')
    const { file } = await house.ask(backUpDatabase)
    await house.run(createConsumer, { name: 'Bob' })
    await script(house.host, 'create view theirs as select name from consumers')
    const refused = await failure(restore(house, file))
    expect(refused).toMatchObject({ code: 'unavailable', hint: expect.stringContaining('theirs') })
    expect((await house.ask(listConsumers)).data).toMatchObject([{ name: 'Bob' }])
  })

  it('end codes and hold messages before a migration can fail', async () => {
    const { house, newer, file } = await olderBackup('create table later (n int); select 1 / 0')
    await failure(restoreIn(newer, house, file))
    expect(await rows(newer, 'select status from outbox')).toEqual([{ status: 'held' }])
    expect(await rows(newer, 'select key from password_resets where used_at is null')).toEqual([])
  })

  it('refuse what pg_dump did not make, and a dump of another organisation', async () => {
    const house = await newHouse('postgres')
    const text = join(house.home, 'text.dump')
    writeFileSync(text, 'not a dump')
    expect(await failure(restore(house, text))).toMatchObject({ field: 'file' })
    const { file } = await (await newHouse('postgres')).ask(backUpDatabase)
    expect(await failure(restore(house, file))).toMatchObject({ code: 'conflict' })
  })
})
