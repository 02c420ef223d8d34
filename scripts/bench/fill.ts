/**
 * A million people with an event each, put in by the store in large parts: valid to the last hash and
 * searchable, in a fraction of the time that an import takes, which is measured elsewhere.
 */
import { type Host, openHost } from '../../src/host.ts'
import type { Scope } from '../../src/kernel/context.ts'
import type { LogEntry } from '../../src/kernel/event.ts'
import { derivedText } from '../../src/services/consumers/contact.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { defaultScope } from '../../src/services/organization/queries.ts'
import { wholeRow } from '../../src/store/held.ts'
import { nowhere } from '../../src/store/store.ts'
import type { House } from './houses.ts'
import { personLine } from './people.ts'

const atOnce = 5000

/** When the first of them registered; the others follow, half a minute apart. */
const start = Date.UTC(2024, 0, 1)

/** One in fifty waits, every third has never signed in. */
const personAt = (at: number, provider: number) => {
  const [externalId, name, email, phone, company, country] = personLine(at).split(',') as string[]
  const createdAt = new Date(start + at * 30_000)
  const row = {
    id: `con_${String(at).padStart(26, '0')}`,
    provider,
    status: at % 50 === 0 ? 'pending' : 'active',
    name: name!,
    company: company || null,
    email: email!,
    emailKey: email!,
    phone: phone!,
    country,
    language: 'en',
    externalId,
    source: 'import',
    tags: [],
    twoFactor: false,
    lastSignInAt: at % 3 === 0 ? null : new Date(start + ((at * 7919) % 1_000_000) * 30_000),
    createdAt,
  }
  return { ...row, ...derivedText(row) }
}

type Person = ReturnType<typeof personAt>

/** As an import leaves it. */
const entryOf = (
  { provider, sortName, searchText, emailKey, ...after }: Person,
  actor: string,
): LogEntry => {
  const subject = { id: after.id, topic: 'consumers', name: after.name, email: after.email }
  const said = { ...after, createdAt: after.createdAt.toISOString(), lastSignInAt: null }
  return {
    type: 'consumers.import',
    at: after.createdAt,
    status: 'succeeded',
    actor,
    key: null,
    impersonator: null,
    approval: null,
    subjects: [after.id],
    detail: {
      actor: { name: 'owner', email: 'owner@acme.test', key: 'bench' },
      subjects: [subject],
      reason: null,
      changes: [{ subject, before: null, after: said }],
      messages: 0,
      origin: { channel: 'console', host: 'bench', version: '0.1.0' },
      error: null,
      note: null,
    },
  }
}

/** What every row would write to somewhere else, with how it is made. */
const indexes: Record<Host['store']['engine']['dialect'], string> = {
  sqlite: `select type || ' ' || name as name, sql as made from sqlite_master
    where sql is not null and tbl_name in ('consumers', 'events') and type in ('index', 'trigger')`,
  postgres: `select 'index ' || indexname as name, indexdef as made from pg_indexes
    where tablename in ('consumers', 'events') and indexname not like '%pk%'`,
}

/** Makes the indexes afterwards, and lets the engine look at what it has, as it would for itself a
 * little later. */
const withoutIndexes = async ({ store }: Host, part: () => Promise<void>): Promise<void> => {
  const { engine } = store
  const script = (text: string) => engine.migrating(session => session.script(text))
  type Index = { name: string; made: string }
  const found = await engine.migrating(session => session.rows<Index>(indexes[engine.dialect]))
  await script(found.map(({ name }) => `drop ${name};`).join(''))
  await part()
  const rebuilt = `insert into consumers_search (consumers_search) values ('rebuild')`
  await script(engine.dialect === 'sqlite' ? rebuilt : 'analyze events')
  for (const { made } of found) await script(made)
  if (engine.dialect === 'postgres') await script('analyze consumers')
}

export const fillWhole = async ({ env, ownerId }: House, people: number): Promise<void> => {
  const host = await openHost({ root: process.cwd(), version: '0.1.0', env })
  const scope: Scope = (await host.store.read(nowhere, defaultScope))!
  const some = (from: number) =>
    host.store.write(scope, async tx => {
      const table = tx.table(consumersTable)
      const count = Math.min(atOnce, people - from)
      const keys = await tx.session.many.keys(table, count, 0)
      const all = keys.map((_, at) => personAt(from + at, scope.provider))
      const rows = all.map((row, at) => wholeRow(table, { ...row, key: keys[at]! }))
      await tx.session.many.insert(table, rows)
      await tx.record(all.map(row => entryOf(row, ownerId)))
      return { commit: true, value: null }
    })
  await withoutIndexes(host, async () => {
    for (let from = 0; from < people; from += atOnce) await some(from)
  })
  await host.close()
}
