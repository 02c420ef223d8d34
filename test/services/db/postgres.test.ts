/** Backup and restore by Postgres's own programs, where those of this machine fit the server. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { backUpDatabase } from '../../../src/services/db/backup.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { failure, type House, newHouse } from '../../support/house.ts'

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

const restore = async (house: House, file: string) => {
  const credential = { kind: 'apiKey', key: house.apiKey } as const
  const call = { credential, origin: house.host.origin }
  const maintenance = await house.host.maintenance()
  return maintenance.restore(await maintenance.plan({ file }, call), call)
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

  it('refuse what pg_dump did not make, and a dump of another organisation', async () => {
    const house = await newHouse('postgres')
    const text = join(house.home, 'text.dump')
    writeFileSync(text, 'not a dump')
    expect(await failure(restore(house, text))).toMatchObject({ field: 'file' })
    const { file } = await (await newHouse('postgres')).ask(backUpDatabase)
    expect(await failure(restore(house, file))).toMatchObject({ code: 'conflict' })
  })
})
