import { join } from 'node:path'
import { getTableName } from 'drizzle-orm'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import type { Host, Moved } from '../../../src/host.ts'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { downloadDocument } from '../../../src/services/consumers/documents-download.ts'
import { sweepDocuments } from '../../../src/services/consumers/documents-sweep.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { copyDatabase } from '../../../src/services/db/copy.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { listMessages } from '../../../src/services/messages/list.ts'
import { tables } from '../../../src/services/schema/tables.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { createDatabase, temporaryFolder } from '../../support/databases.ts'
import { addTo } from '../../support/documents.ts'
import {
  type EngineName,
  engines,
  failure,
  type House,
  newHouse,
  onEveryEngine,
} from '../../support/house.ts'
import { bring } from '../../support/people.ts'
import { withApp } from '../../support/sign-in.ts'

/** Rows of all kinds, with every character that a format could trip over. */
const furnished = async (engine: EngineName): Promise<House> => {
  const house = await newHouse(engine)
  await bring(
    house,
    { name: 'Zoë "Quote" O\'Neil\\N', email: 'zoe@example.org', tags: ['b', 'ä', 'a'] },
    { name: 'Tab\tand\r\nline\u2028 𝒳', phone: '+255712345678', externalId: '\\x00' },
    { name: 'Éa', company: 'NULL', externalId: 'B' },
    { name: 'Eb', country: 'KE', externalId: 'a' },
    ...Array.from({ length: 510 }, (_, at) => ({ name: `Person ${at}`, externalId: `p${at}` })),
  )
  await house.run(noteConsumer, { consumer: 'zoe@example.org', text: 'line 1\nline 2\\' })
  await house.run(resetPassword, { consumer: 'zoe@example.org' })
  await house.run(suspendConsumer, { consumer: 'external:a', reason: 'unpaid', until: '+2h' })
  await house.run(deleteConsumer, { consumer: 'external:B' })
  await house.run(setSetting, { key: 'platform.url', value: 'https://example.org' })
  await house.run(createConsumer, { name: 'Once' }, { idempotencyKey: 'k1' })
  await withApp(house)
  return house
}

/** A place without a schema. */
const nowhereYet = async (engine: EngineName): Promise<string> =>
  engine === 'sqlite' ? join(temporaryFolder(), 'new.db') : createDatabase(inject('postgresUrl')!)

const copied = async (house: House, to: string): Promise<Moved> => {
  await house.run(copyDatabase, { to })
  return house.host.move(to)
}

/** The same people at work in the copy. */
const housedIn = async (house: House, url: string) => {
  const host = await house.host.beside(url)
  onTestFinished(() => host.close())
  const runner = await host.runner()
  const credential = { kind: 'apiKey', key: house.apiKey } as const
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const ask = async (operation: AnyOperation, raw = {}): Promise<any> =>
    (await runner.run(operation, raw, { credential, origin: host.origin })).value
  return { host, ask }
}

const script = ({ store }: Host, text: string) =>
  store.engine.migrating(session => session.script(text))

/** Makes every second name another one on its way in. */
const hostile: Record<EngineName, string> = {
  sqlite: `create trigger hostile after insert on consumers when new.name = 'Person 7'
    begin update consumers set name = 'Person 8' where key = new.key; end`,
  postgres: `create function hostile() returns trigger language plpgsql as $$
    begin if new.name = 'Person 7' then new.name := 'Person 8'; end if; return new; end $$;
    create trigger hostile before insert on consumers for each row execute function hostile()`,
}

const tablesIn: Record<EngineName, string> = {
  sqlite: `select name from sqlite_master where type = 'table'
    and name not like 'sqlite_%' and name not like 'consumers_search%'`,
  postgres:
    "select table_name as name from information_schema.tables where table_schema = 'public'",
}

onEveryEngine('db.copy from', engine => {
  it('knows every table that there is', async () => {
    const { store } = (await newHouse(engine)).host
    const found = await store.engine.reading(({ rows }) => rows<{ name: string }>(tablesIn[engine]))
    const names = Object.values(tables).map(spec => getTableName(store.table(spec as never)))
    expect(found.map(({ name }) => name).sort()).toEqual([...names, 'schema_migrations'].sort())
  })

  describe.each(engines())('to %s', other => {
    it('makes the same house there, in which work goes on', async () => {
      const house = await furnished(engine)
      const to = await nowhereYet(other)
      const done = await copied(house, to)
      expect(done).toMatchObject({ ok: true, differences: [], engine: other, messagesHeld: 2 })
      expect(done.tables.consumers!.rows).toBe(515)
      const { host, ask } = await housedIn(house, to)
      expect(await ask(checkDatabase)).toMatchObject({
        ok: true,
        log: { size: done.logSize, root: done.root },
      })
      expect((await house.ask(verifyEvents)).root).toBe(done.root)
      expect((await ask(verifyEvents)).root).toBe(done.root)
      const asked = { search: 'oneil', sort: 'name' }
      expect(await ask(listConsumers, asked)).toEqual(await house.ask(listConsumers, asked))
      expect(await ask(whoami)).toMatchObject(await house.ask(whoami))
      expect((await ask(listMessages)).data[0]).toMatchObject({ status: 'held' })
      expect(await ask(createConsumer, { name: 'Next' })).toMatchObject({ name: 'Next' })
      expect(await ask(checkDatabase)).toMatchObject({ ok: true })
      const back = await host.move(await nowhereYet(engine))
      const { supervisors, settings, consumer_notes, factors } = done.tables
      expect(back).toMatchObject({ ok: true, logSize: done.logSize + 1 })
      expect(back.tables).toMatchObject({ supervisors, settings, consumer_notes, factors })
    })

    it('says where a copy is not the same, keeps nothing of it, and can be repeated', async () => {
      const house = await newHouse(engine)
      await bring(house, { name: 'Person 6' }, { name: 'Person 7' }, { name: 'Person 9' })
      const to = await nowhereYet(other)
      const target = await house.host.beside(to)
      onTestFinished(() => target.close())
      await target.migrate()
      await script(target, hostile[other])
      const done = await copied(house, to)
      const [{ key }] = (await house.host.store.engine.reading(({ rows }) =>
        rows<{ key: number }>("select key from consumers where name = 'Person 7'"),
      )) as [{ key: number }]
      expect(done).toMatchObject({
        ok: false,
        differences: [
          { table: 'consumers', rows: 3, rowsThere: 3, key: String(key), columns: ['name'] },
        ],
      })
      const drop = other === 'sqlite' ? 'drop trigger hostile' : 'drop trigger hostile on consumers'
      await script(target, drop)
      expect(await copied(house, to)).toMatchObject({ ok: true })
    })
  })

  it('refuses where there is an organisation, rows, or something else already', async () => {
    const house = await newHouse(engine)
    const { url } = await newHouse(engine)
    const refused = { code: 'conflict', field: 'to' }
    expect(await failure(house.run(copyDatabase, { to: url }))).toMatchObject(refused)
    expect(await failure(house.run(copyDatabase, { to: house.url }))).toMatchObject(refused)
    const folder = temporaryFolder()
    expect(await failure(house.run(copyDatabase, { to: folder }))).toMatchObject(refused)
    const theirs = await nowhereYet(engine)
    const target = await house.host.beside(theirs)
    await script(target, 'create table consumers (n integer)')
    await target.close()
    expect(await failure(house.run(copyDatabase, { to: theirs }))).toMatchObject(refused)
    await script((await housedIn(house, url)).host, 'delete from organizations')
    expect(await failure(house.host.move(url))).toMatchObject(refused)
  })

  it('is of one moment, whatever is written meanwhile', async () => {
    const house = await newHouse(engine)
    const to = await nowhereYet(engine)
    const people = Array.from({ length: 8 }, (_, at) => ({ name: `Person ${at}` }))
    const writing = people.map(person => house.run(createConsumer, person))
    const done = await house.host.move(to)
    await Promise.all(writing)
    expect(done.ok).toBe(true)
    const { ask } = await housedIn(house, to)
    expect(await ask(checkDatabase)).toMatchObject({ ok: true, log: { size: done.logSize } })
    // One event of init, and one of each person who is there already.
    expect(done.tables.consumers!.rows).toBe(done.logSize - 1)
  })

  it('is recorded before it begins, so in both logs, by the name alone', async () => {
    const house = await newHouse(engine)
    const to = await nowhereYet(engine)
    await copied(house, to)
    const { data } = await (await housedIn(house, to)).ask(listEvents)
    expect(data[0]).toMatchObject({ type: 'db.copy', status: 'succeeded' })
    expect((await house.ask(listEvents)).data[0].id).toBe(data[0].id)
  })

  it('leaves the files of documents to both: neither takes away what only the other knows', async () => {
    const house = await newHouse(engine)
    const people = ['ada@example.org', 'bob@example.org']
    for (const email of people) await house.run(createConsumer, { name: email, email })
    const first = await addTo(house, people[0]!)
    const to = await nowhereYet(engine)
    await copied(house, to)
    const { ask } = await housedIn(house, to)
    const second = await addTo(house, people[1]!)
    house.clock.now = new Date(Date.now() + 7_200_000)
    await ask(privacyErase, { consumer: people[1], reason: 'article 17' })
    expect(await ask(sweepDocuments)).toEqual({ removed: 0, unknown: 0 })
    expect(await ask(checkDatabase)).toMatchObject({ ok: true })
    expect(await failure(ask(sweepDocuments, { unknown: true }))).toMatchObject({
      code: 'illegal_state',
      hint: expect.stringContaining('--alone'),
    })
    await house.ask(downloadDocument, { document: second.id })
    // What is erased is gone for both, since it is a person's data.
    await ask(privacyErase, { consumer: people[0], reason: 'article 17' })
    expect(await ask(sweepDocuments)).toEqual({ removed: 1, unknown: 0 })
    const lost = house.ask(downloadDocument, { document: first.id })
    expect(await failure(lost)).toMatchObject({ code: 'unavailable' })
    expect(await ask(sweepDocuments, { unknown: true, alone: true })).toMatchObject({ unknown: 1 })
  })

  it('on a dry run counts, and makes nothing', async () => {
    const house = await newHouse(engine)
    const to = await nowhereYet(engine)
    const { value } = await house.run(copyDatabase, { to }, { dryRun: true })
    expect(value).toMatchObject({ tables: { events: { rows: 1, digest: null } }, logSize: 1 })
    const target = await house.host.beside(to)
    onTestFinished(() => target.close())
    const standing = await (await target.maintenance()).status()
    expect(standing.state).toBe(engine === 'sqlite' ? 'missing' : 'none')
  })
})
