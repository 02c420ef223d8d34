import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Driver from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openHost } from '../../../src/host.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { backUpDatabase } from '../../../src/services/db/backup.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { releaseOutbox } from '../../../src/services/outbox/release.ts'
import { forgotPassword } from '../../../src/services/sessions/forgot.ts'
import { listSessions } from '../../../src/services/sessions/list.ts'
import { redeemForgot } from '../../../src/services/sessions/redeem-forgot.ts'
import { failure, type House, newHouse } from '../../support/house.ts'
import { nobody, owner, sentCode, signIn } from '../../support/sign-in.ts'

const callOf = (house: House) => ({
  credential: { kind: 'apiKey', key: house.apiKey } as const,
  origin: house.host.origin,
})

const restore = async (house: House, request: { file: string; confirm?: string }) => {
  const maintenance = await house.host.maintenance()
  const plan = await maintenance.plan(request, callOf(house))
  return maintenance.restore(plan, callOf(house))
}

const names = async (house: House): Promise<string[]> =>
  (await house.ask(listConsumers)).data.map(({ name }: { name: string }) => name).sort()

const rows = (file: string, query: string): unknown[] => {
  const driver = new Driver(file)
  try {
    return driver.prepare(query).all()
  } finally {
    driver.close()
  }
}

/** A house with Ada in its backup, and Bob who came later. */
const housed = async () => {
  const house = await newHouse('sqlite')
  await house.run(createConsumer, { name: 'Ada', email: 'ada@example.org' })
  const file = join(house.home, 'monday.db')
  await house.run(backUpDatabase, { file })
  await house.run(createConsumer, { name: 'Bob' })
  return { house, file }
}

describe('db.restore', () => {
  it('puts the backup in place and keeps a copy of what was there', async () => {
    const { house, file } = await housed()
    const done = await restore(house, { file })
    expect(done).toMatchObject({ logSizeBefore: 4, logSizeAfter: 3, migrated: [] })
    expect(await names(house)).toEqual(['Ada'])
    expect(rows(done.replaced!, 'select name from consumers order by key')).toEqual([
      { name: 'Ada' },
      { name: 'Bob' },
    ])
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
    expect(readdirSync(join(house.home, 'backups'))).toHaveLength(1)
  })

  it('is recorded in the restored log, by whoever asked, with both sizes', async () => {
    const { house, file } = await housed()
    await restore(house, { file })
    const { data } = await house.ask(listEvents)
    expect(data[0]).toMatchObject({ type: 'db.restored', actor: { id: house.ownerId } })
    const shown = await house.ask(showEvent, { event: data[0].id })
    expect(JSON.stringify(shown)).toContain('"logSizeBefore":4')
    expect(JSON.stringify(shown)).toContain('"file":"monday.db"')
    expect(JSON.stringify(shown)).not.toContain(house.home)
  })

  it('ends every sign-in and every code that was sent', async () => {
    const house = await newHouse('sqlite')
    const { call } = await signIn(house)
    await house.ask(forgotPassword, { email: owner }, nobody)
    const code = await sentCode(house, 'team.forgot-code')
    const { file } = await house.ask(backUpDatabase)
    expect(await restore(house, { file })).toMatchObject({ codesEnded: 2 })
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject({
      code: 'not_signed_in',
    })
    const redeem = { email: owner, code, newPassword: 'kettle orbit walnut' }
    expect(await failure(house.run(redeemForgot, redeem, nobody))).toMatchObject({
      code: 'not_signed_in',
    })
    await signIn(house)
  })

  it('ends codes and links, and holds what was waiting until it is released', async () => {
    const house = await newHouse('sqlite')
    await house.run(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    await house.run(resetPassword, { consumer: 'ada@example.org' })
    const { file } = await house.ask(backUpDatabase)
    expect(await restore(house, { file })).toMatchObject({ codesEnded: 1, messagesHeld: 1 })
    expect(rows(house.url, 'select status from outbox')).toEqual([{ status: 'held' }])
    expect(await house.ask(releaseOutbox)).toEqual({ released: 1 })
    expect(rows(house.url, 'select status from outbox')).toEqual([{ status: 'queued' }])
  })

  it('loses nothing that others wrote: it is in the copy, or after the restore', async () => {
    const { house, file } = await housed()
    const other = new Driver(house.url, { timeout: 20_000 })
    onTestFinished(() => void other.close())
    other.exec('create table marks (n integer); insert into marks values (1)')
    const maintenance = await house.host.maintenance()
    const plan = await maintenance.plan({ file }, callOf(house))
    // Another connection stands for another process: SQLite's locks tell no difference.
    other.pragma('busy_timeout = 0')
    let kept = 1
    const mark = () => {
      try {
        other.exec('insert into marks values (1)')
        kept++
      } catch (error) {
        // Locked while the backup is copied; and gone afterwards, since the backup has no such table.
        expect(String(error)).toMatch(/locked|no such table/)
      }
    }
    const marking = setInterval(mark, 0)
    const done = await maintenance
      .restore(plan, callOf(house))
      .finally(() => clearInterval(marking))
    mark()
    expect(kept).toBeGreaterThan(0)
    expect(rows(done.replaced!, 'select count(*) as n from marks')).toEqual([{ n: kept }])
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })

  it('asks for the right to, before it looks at the file', async () => {
    const { house } = await housed()
    const maintenance = await house.host.maintenance()
    const call = { ...callOf(house), credential: { kind: 'none' } as const }
    const refused = await failure(maintenance.plan({ file: '/nowhere' }, call))
    expect(refused).toMatchObject({ code: 'not_signed_in' })
  })

  it('refuses the backup of another organisation unless its name is given', async () => {
    const { house } = await housed()
    const { house: other, file } = await housed()
    expect(other.home).not.toBe(house.home)
    expect(await failure(restore(house, { file }))).toMatchObject({ code: 'conflict' })
    expect(await failure(restore(house, { file, confirm: 'Other' }))).toMatchObject({
      code: 'conflict',
    })
    expect(await restore(house, { file, confirm: 'Acme' })).toMatchObject({ logSizeAfter: 3 })
  })

  it.each([
    ['text', (file: string) => writeFileSync(file, 'not a database, only text '.repeat(1000))],
    ['nothing', (file: string) => writeFileSync(file, '')],
    ['another program', (file: string) => void new Driver(file).exec('create table t (a)').close()],
    ['a damaged copy', (file: string, sound: string) => damage(sound, file)],
  ])('refuses a file of %s and changes nothing', async (_, make) => {
    const { house, file } = await housed()
    const bad = join(house.home, 'bad.db')
    make(bad, file)
    expect(await failure(restore(house, { file: bad }))).toMatchObject({ field: 'file' })
    expect(await names(house)).toEqual(['Ada', 'Bob'])
    expect(readdirSync(join(house.home, 'backups'))).toEqual([])
  })

  it('refuses a backup from a newer Steward', async () => {
    const { house, file } = await housed()
    rows(file, `update schema_migrations set oldest_program = '9.0.0' returning 1`)
    expect(await failure(restore(house, { file }))).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('9.0.0'),
    })
  })
})

/** Zeroes in the middle of the file: it opens, and is not sound. */
const damage = (from: string, to: string): void => {
  const bytes = readFileSync(from)
  bytes.fill(0, 8192, bytes.length - 8192)
  writeFileSync(to, bytes)
}

describe('db.restore where there is nothing left to sign in to', () => {
  const onNew = async (prepare: (target: string, sound: string) => void) => {
    const { house, file } = await housed()
    const { home } = await newHouse('sqlite')
    const target = join(home, 'other', 'steward.db')
    prepare(target, file)
    const env = { STEWARD_HOME: join(home, 'other'), STEWARD_DATABASE_URL: target }
    const host = await openHost({ root: process.cwd(), version: '0.1.0', env })
    onTestFinished(() => host.close())
    const call = { credential: { kind: 'none' } as const, origin: host.origin }
    const maintenance = await host.maintenance()
    const before = await maintenance.status()
    const plan = await maintenance.plan({ file }, call)
    const done = await maintenance.restore(plan, call)
    const key = { ...call, credential: callOf(house).credential }
    const after = await host.beside(target)
    onTestFinished(() => after.close())
    const { value } = await (await after.runner()).run(listEvents, {}, key)
    return { before, done, events: (value as { data: unknown[] }).data }
  }

  it.each([
    ['missing', () => undefined],
    ['damaged', (target: string) => writeFileSync(target, 'x'.repeat(9000))],
  ] as const)('takes the place of a database that is %s', async (state, spoil) => {
    const { before, done, events } = await onNew(target => {
      mkdirSync(join(target, '..'), { recursive: true })
      spoil(target)
    })
    expect(before).toMatchObject({ state, organization: null })
    expect(done).toMatchObject({ organization: { name: 'Acme' }, logSizeBefore: null })
    expect(done.replaced === null).toBe(state === 'missing')
    // Beside the database: the backups may lie on another disk.
    if (done.replaced) expect(dirname(done.replaced)).toMatch(/other$/)
    expect(events[0]).toMatchObject({ type: 'db.restored', actor: { id: 'sys_maintenance' } })
  })

  it('takes the place of one that opens and is damaged inside, and keeps its bytes', async () => {
    const { done } = await onNew((target, sound) => {
      mkdirSync(join(target, '..'), { recursive: true })
      damage(sound, target)
    })
    expect(done.replaced).toMatch(/damaged-/)
  })
})
