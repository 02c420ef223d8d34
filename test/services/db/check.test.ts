import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { nowhere } from '../../../src/store/store.ts'
import { type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring } from '../../support/people.ts'
import { tamper } from '../events/tampering.ts'

/** Writes past every rule, as nobody should. */
const meddle = (house: House, statement: string) =>
  house.host.store.write(nowhere, async tx => {
    await tx.rows(sql.raw(`${statement} returning 1 as done`))
    return { commit: true, value: undefined }
  })

const wrong = async (house: House): Promise<Record<string, string[]>> => {
  const { checks } = await house.ask(checkDatabase)
  return Object.fromEntries(
    checks
      .filter((check: { ok: boolean }) => !check.ok)
      .map((check: { name: string; details: string[] }) => [check.name, check.details]),
  )
}

const person = { name: 'Ada', email: 'ada@example.org', tags: 'vip' }

onEveryEngine('db.check', engine => {
  it('finds nothing in a database that only Steward wrote', async () => {
    const house = await newHouse(engine)
    await house.run(createConsumer, person)
    const { size } = (await house.ask(checkDatabase)).log
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true, log: { ok: true, size } })
    expect(size).toBe(2)
  })

  it.each([
    ['consumer-status', `update consumers set status = 'suspended'`],
    ['consumer-status', `update consumers set deleted_from = 'active'`],
    ['consumer-derived', `update consumers set sort_name = 'eve'`],
    ['consumer-derived', `update consumers set email_key = 'eve@example.org'`],
    ['consumer-tags', `update consumers set tags = '["vip", 1]'`],
    ['consumer-tags', `update consumers set tags = '{}'`],
    ['api-keys', `update api_keys set created_by = 'sup_gone'`],
  ])('names what breaks %s: %s', async (name, statement) => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createConsumer, person)
    // The key in use has to go on working until it has been asked.
    const keep = name === 'api-keys' ? await addedKey(house) : id
    await meddle(house, name === 'api-keys' ? `${statement} where id = '${keep}'` : statement)
    expect(await wrong(house)).toEqual({ [name]: [keep] })
  })

  it.each([
    ['account-tree', `update accounts set parent = null where reference = 'b'`],
    ['account-tree', `delete from account_tree where depth = 1`],
    ['account-tree', `update account_tree set depth = 2 where depth = 1`],
    ['account-owners', `update consumers set account = null`],
    ['account-status', `update accounts set status_reason = 'x' where reference = 'b'`],
    ['account-derived', `update accounts set search_text = '' where reference = 'b'`],
  ])('names what breaks %s: %s', async (name, statement) => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'a@x.test', reference: 'a', noOwner: true })
    const { id } = await house.ask(createAccount, {
      email: 'b@x.test',
      reference: 'b',
      parent: 'a',
    })
    expect((await house.ask(checkDatabase)).ok).toBe(true)
    await meddle(house, statement)
    expect(await wrong(house)).toEqual({ [name]: [id] })
  })

  it('finds an event below any number there can be', async () => {
    const house = await newHouse(engine)
    await tamper(
      house,
      `create table forged as select * from events where sequence = 1;
       update forged set sequence = -9007199254740995, id = 'evt_forged';
       insert into events select * from forged`,
    )
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: false, log: { ok: false } })
  })

  it('finds an edited log, and says where', async () => {
    const house = await newHouse(engine)
    await house.run(createConsumer, person)
    await meddle(house, `update events set actor = 'sup_other' where sequence = 2`)
    const { ok, log } = await house.ask(checkDatabase)
    expect({ ok, log }).toMatchObject({ ok: false, log: { ok: false, root: null } })
    expect(log.problem).toMatch(/^Event 2: /)
  })

  it('finds who is missing, although the log has them come in', async () => {
    const house = await newHouse(engine)
    const [one] = await bring(house, { name: 'Ada' }, { name: 'Bo' })
    await meddle(house, `delete from consumers where id = '${one!.id}'`)
    expect(await wrong(house)).toMatchObject({ 'consumers-lost': [one!.id] })
  })

  it('finds a missing head, a second default provider and a secret that outlived its message', async () => {
    const house = await newHouse(engine)
    const flag = engine === 'sqlite' ? '1' : 'true'
    const at = engine === 'sqlite' ? '0' : `'1970-01-01'`
    await meddle(
      house,
      `insert into providers (id, reference, name, is_default, status, created_at)
       values ('prv_2', 'second', 'Second', ${flag}, 'active', ${at})`,
    )
    await meddle(
      house,
      `insert into outbox (id, provider, channel, recipient, template, data, secrets, sealed, subject,
         status, attempts, not_after, created_at)
       values ('msg_1', 1, 'email', 'a@b.c', 't', '{}', '[]', 'v1', 'con_1', 'sent', 1, ${at}, ${at})`,
    )
    await meddle(
      house,
      `insert into outbox (id, provider, channel, recipient, template, data, secrets, sealed, subject,
         status, attempts, not_after, created_at)
       values ('msg_2', 1, 'email', 'a@b.c', 't', '{}', '[]', 'v1', 'con_1', 'failed', 5, ${at}, ${at})`,
    )
    const found = await wrong(house)
    expect(found).toMatchObject({ 'log-heads': ['prv_2'], 'outbox-secrets': ['msg_1', 'msg_2'] })
    expect(found['default-provider']).toHaveLength(2)
  })
})

const addedKey = async (house: House): Promise<string> => {
  const { createKey } = await import('../../../src/services/keys/create.ts')
  return (await house.ask(createKey, { name: 'second' })).id
}

it('finds a search index that lost a row, has one too many, or says something else', async () => {
  const house = await newHouse('sqlite')
  const ids = []
  for (const name of ['Ada Okafor', 'Zoë Müller', 'Bob']) {
    ids.push((await house.ask(createConsumer, { name })).id)
  }
  const drop = 'drop trigger consumers_search_update'
  await house.host.store.engine.migrating(session => session.script(drop))
  await meddle(house, `update consumers set search_text = 'someone else' where name = 'Ada Okafor'`)
  await house.host.store.engine.migrating(session =>
    session.script(
      `drop trigger consumers_search_delete; delete from consumers where name = 'Bob'`,
    ),
  )
  const found = await wrong(house)
  expect(found['search-index']).toEqual(['row 3', ids[0]])
})
