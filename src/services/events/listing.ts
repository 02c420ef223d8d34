/** What events are found and filtered by: flags of their own, and the grammar of --filter. */
import { and, eq, not, or, type SQL, sql } from 'drizzle-orm'
import { choice, instant, list, optional, ref, text } from '../../kernel/fields.ts'
import type { FilterFields, FilterTerm, FilterValue } from '../../kernel/filter.ts'
import { filterField, termsOf } from '../../kernel/list.ts'
import type { Filterable, Listing } from '../../store/listing.ts'
import { aboutSubject } from '../../store/log.ts'
import { eventsTable, runsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { readConsumer } from '../consumers/queries.ts'
import { categories, statuses } from './record.ts'

/** An id is whole or it is nothing, so who and what take = and != only, as a choice or a tag does. */
export const filters = {
  sequence: { kind: 'number' },
  type: { kind: 'text', about: 'such as consumers.suspend' },
  status: { kind: 'choice', choices: statuses },
  category: { kind: 'choice', choices: categories },
  module: { kind: 'choice', about: 'such as consumers' },
  actor: { kind: 'choice', about: "an id, a key's id, or the email of a consumer" },
  subject: { kind: 'tags', about: 'an id, or the email of a consumer' },
  consumer: { kind: 'tags', about: 'an id or email' },
  run: { kind: 'choice', about: 'the id of a run' },
  at: { kind: 'instant' },
} satisfies FilterFields

const who = 'an id, or the email of a consumer'

/** The same as flags, which say it shorter. */
export const filterFields = {
  type: optional(list(text({ about: 'Types, such as consumers.suspend.', max: 100 }))),
  category: optional(choice({ about: 'Whether staff or the platform caused it.', of: categories })),
  module: optional(text({ about: 'The topic, such as consumers.', max: 60 })),
  actor: optional(ref('team', `Who acted: ${who}; or the id of an API key.`)),
  subject: optional(ref('consumers', `What it is about: ${who}.`)),
  consumer: optional(ref('consumers', `The consumer who acted or whom it is about: ${who}.`)),
  status: optional(choice({ about: 'How it ended.', of: statuses })),
  run: optional(ref('runs', 'The run that it was a part of.')),
  from: optional(instant({ about: 'Not before this time.' })),
  to: optional(instant({ about: 'Before this time.' })),
  filter: filterField(filters),
}

export type FilterInput = {
  type?: string[]
  filter?: string
  from?: Date
  to?: Date
} & Partial<
  Record<'category' | 'module' | 'actor' | 'subject' | 'consumer' | 'status' | 'run', string>
>

const equalities = ['category', 'module', 'actor', 'subject', 'consumer', 'status', 'run'] as const

/** All conditions as terms, with people's emails turned into their ids. Throws `not_found`. */
export const eventTerms = async (tx: Tx, input: FilterInput, now: Date): Promise<FilterTerm[]> => {
  const terms = termsOf(input.filter, filters, now)
  if (input.type) terms.push({ field: 'type', op: '=', values: input.type })
  for (const field of equalities) {
    const value = input[field]
    if (value !== undefined) terms.push({ field, op: '=', values: [value] })
  }
  if (input.from) terms.push({ field: 'at', op: '>=', values: [input.from] })
  if (input.to) terms.push({ field: 'at', op: '<', values: [input.to] })
  const resolved: FilterTerm[] = []
  for (const term of terms) resolved.push(await withIds(tx, term))
  return resolved
}

const withIds = async (tx: Tx, term: FilterTerm): Promise<FilterTerm> => {
  if (!['actor', 'subject', 'consumer'].includes(term.field)) return term
  const values: FilterValue[] = []
  for (const value of term.values) {
    const isEmail = typeof value === 'string' && value.includes('@')
    values.push(isEmail ? (await readConsumer(tx, value)).id : value)
  }
  return { ...term, values }
}

export const eventListing = (tx: Tx): Listing<ReturnType<typeof eventsTable.build>> => {
  const table = tx.table(eventsTable)
  return {
    spec: eventsTable,
    filters: eventFilters(tx),
    sorts: { sequence: { column: table.sequence } },
    defaultSort: '-sequence',
    tie: 'sequence',
  }
}

export const eventFilters = (tx: Tx): Record<string, Filterable> => {
  const table = tx.table(eventsTable)
  const { startsWith } = tx.expressions
  const isAbout = (id: string) => or(eq(table.subject, id), aboutSubject(tx, id)) as SQL
  return {
    sequence: { ...filters.sequence, column: table.sequence },
    type: { ...filters.type, column: table.type },
    status: { ...filters.status, column: table.status },
    category: { ...filters.category, column: table.actor, match: name => inCategory(tx, name) },
    module: {
      ...filters.module,
      column: table.type,
      match: name => startsWith(table.type, `${name}.`),
    },
    actor: {
      ...filters.actor,
      column: table.actor,
      match: id => eq(id.startsWith('key_') ? table.apiKey : table.actor, id),
    },
    subject: { ...filters.subject, column: table.subject, match: isAbout },
    consumer: {
      ...filters.consumer,
      column: table.subject,
      match: id => or(isAbout(id), eq(table.actor, id)) as SQL,
    },
    run: { ...filters.run, column: table.detail, match: id => ofRun(tx, id) },
    at: { ...filters.at, column: table.at },
  }
}

/** Found between the first and the last event that the run has in this log, by what each says of itself: a
 * run is looked at now and then, and an index would be written with every event. It may be kept with
 * another provider, whose people it was about as well: that it was about these too, these say. */
const ofRun = (tx: Tx, id: string): SQL => {
  const table = tx.table(eventsTable)
  const runs = tx.table(runsTable)
  const bound = (place: 0 | 1) => {
    const number = tx.expressions.numberIn(runs.logs, tx.scope.providerId, place)
    return sql`(select ${number} from ${runs} where ${eq(runs.id, id)} limit 1)`
  }
  const said = tx.expressions.includes(table.detail, `"run":${JSON.stringify(id)}`)
  return and(sql`${table.sequence} between ${bound(0)} and ${bound(1)}`, said) as SQL
}

/** `categoryOf`, as a condition. */
const inCategory = (tx: Tx, category: string): SQL => {
  const { actor } = tx.table(eventsTable)
  const platform = or(tx.expressions.startsWith(actor, 'con_'), eq(actor, 'anyone')) as SQL
  return category === 'platform' ? platform : not(platform)
}
