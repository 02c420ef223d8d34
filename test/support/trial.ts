/**
 * Small operations on real consumers, for tests of the ceremony itself: each does one thing that a
 * rule of the runner is about. And what those tests look at afterwards.
 */
import { asc } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { Scope } from '../../src/kernel/context.ts'
import { illegalState } from '../../src/kernel/errors.ts'
import type { EventDetail } from '../../src/kernel/event.ts'
import { optional, ref, secret, text } from '../../src/kernel/fields.ts'
import { refuse } from '../../src/kernel/operation.ts'
import { getConsumer, insertConsumer } from '../../src/services/consumers/queries.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { defaultScope } from '../../src/services/organization/queries.ts'
import { operation, type World } from '../../src/services/world.ts'
import { readHead } from '../../src/store/log.ts'
import { nowhere } from '../../src/store/store.ts'
import { eventsTable, idempotencyTable, outboxTable } from '../../src/store/tables.ts'
import type { Tx } from '../../src/store/transaction.ts'
import type { EngineName, House } from './house.ts'

const id = z.object({ id: z.string() })

export const person = ({ now, ids }: Pick<World, 'now' | 'ids'>, name: string) => ({
  id: ids.make('con'),
  name,
  status: 'active' as const,
  source: 'console' as const,
  tags: [],
  twoFactor: false,
  createdAt: now,
})

const name = text({ about: 'A name.' })
const consumer = ref('consumers')

export const add = operation({
  name: 'consumers.trial-add',
  summary: 'Adds someone, with a secret that is shown once.',
  effect: 'write',
  input: { name, password: optional(secret({ about: 'A password.' })) },
  output: z.extend(id, { token: z.nullable(z.string()) }),
  shownOnce: ['token'],
  async run(world, input) {
    const passwordHash = input.password ? `hash of ${input.password.length}` : null
    const row = { ...person(world, input.name), passwordHash }
    const made = await insertConsumer(world.store, row)
    return { id: made.id, token: world.ids.token(8) }
  },
})

export const rename = operation({
  name: 'consumers.trial-rename',
  summary: 'Gives someone another name, and tells them.',
  effect: 'write',
  input: { consumer, name },
  output: id,
  async run({ store, now, outbox }, input) {
    const found = await getConsumer(store, input.consumer, now)
    const after = await store.update(consumersTable, found, { name: input.name })
    if (after === found) return { id: found.id }
    await outbox.send({
      channel: 'email',
      recipient: 'someone@example.org',
      template: 'renamed',
      data: { name: input.name, code: '' },
      secret: { code: '482913' },
      notAfter: new Date(now.getTime() + 600_000),
      subject: found.id,
    })
    return { id: found.id }
  },
})

/** Writes first and fails afterwards, in the way that it is told. */
export const fail = operation({
  name: 'consumers.trial-fail',
  summary: 'Adds someone and then fails.',
  effect: 'write',
  input: { name, how: text({ about: 'state, refuse or bug.' }), reason: optional(name) },
  output: id,
  async run(world, { name, how }) {
    const made = await insertConsumer(world.store, person(world, name))
    const found = await getConsumer(world.store, made.id, world.now)
    if (how === 'state') throw illegalState('Not now.')
    if (how === 'refuse') return refuse(illegalState('Not now, but noted.'))
    if (how === 'bug') throw new TypeError('a bug')
    return { id: found.id }
  },
})

export const scopeOf = async (house: House): Promise<Scope> =>
  (await house.host.store.read(nowhere, defaultScope))!

export const looking = async <T>(house: House, part: (tx: Tx) => Promise<T>): Promise<T> =>
  house.host.store.read(await scopeOf(house), part)

/** The log, oldest first, each event with its detail read. */
export const eventsOf = (house: House) =>
  looking(house, async tx => {
    const table = tx.table(eventsTable)
    const rows = await tx.db
      .select()
      .from(table)
      .where(tx.scoped(eventsTable))
      .orderBy(asc(table.sequence))
    return rows.map(row => ({ ...row, detail: JSON.parse(row.detail!) as EventDetail }))
  })

export const lastEvent = async (house: House) => (await eventsOf(house)).at(-1)!

export const peopleOf = (house: House) =>
  looking(house, async tx => {
    const table = tx.table(consumersTable)
    return tx.db.select().from(table).orderBy(asc(table.key))
  })

export const namesOf = async (house: House) => (await peopleOf(house)).map(row => row.name)

/** Everything that a dry run must leave as it is. */
export const everything = (house: House) =>
  looking(house, async tx => ({
    people: await tx.db.select().from(tx.table(consumersTable)),
    messages: await tx.db.select().from(tx.table(outboxTable)),
    keys: await tx.db.select().from(tx.table(idempotencyTable)),
    head: await readHead(tx),
  }))

/** Changes the database behind the store's back. */
export const script = (house: House, text: string): Promise<void> =>
  house.host.store.engine.migrating(session => session.script(text))

/** From here on no event can be written. */
export const noMoreEvents: Record<EngineName, string> = {
  sqlite: `create trigger no_events before insert on events begin select raise(abort, 'full'); end`,
  postgres: `create function no_events() returns trigger language plpgsql
    as $$ begin raise exception 'full'; end $$;
    create trigger no_events before insert on events for each row execute function no_events()`,
}
