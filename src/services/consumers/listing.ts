/** What consumers are found, filtered and sorted by. */
import { type Column, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import type { InputOf } from '../../kernel/fields.ts'
import type { FilterFields, FilterTerm } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import { normaliseText } from '../../kernel/search.ts'
import { type Listing, listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { countryOf } from '../countries/countries.ts'
import { consumerRecord } from './record.ts'
import { sources, statuses, suspensionKinds } from './rules.ts'
import { consumersTable } from './table.ts'

export const filters = {
  status: { kind: 'choice', choices: statuses },
  kind: { kind: 'choice', choices: suspensionKinds, nullable: true },
  country: { kind: 'text', nullable: true },
  language: { kind: 'text', nullable: true },
  name: { kind: 'text' },
  company: { kind: 'text', nullable: true },
  industry: { kind: 'text', nullable: true },
  email: { kind: 'text', nullable: true },
  phone: { kind: 'text', nullable: true },
  externalId: { kind: 'text', nullable: true },
  source: { kind: 'choice', choices: sources },
  tag: { kind: 'tags', nullable: true },
  created: { kind: 'instant' },
  lastActive: { kind: 'instant', nullable: true },
  new: { kind: 'flag', about: 'never signed in' },
  emailVerified: { kind: 'flag' },
  phoneVerified: { kind: 'flag' },
  twoFactor: { kind: 'flag' },
} satisfies FilterFields

export const sorts = ['createdAt', 'lastActive', 'name', 'creditBalance'] as const

const isOver = (tx: Tx, now: Date) => {
  const { status, suspendedUntil } = tx.table(consumersTable)
  return sql`${status} = 'suspended' and ${suspendedUntil} <= ${tx.expressions.instant(now)}`
}

/** The status as of `now`: a suspension that has run out reads as what it was before. */
export const statusAt = (tx: Tx, now: Date) => {
  const { status, suspendedFrom } = tx.table(consumersTable)
  return sql<string>`case when ${isOver(tx, now)} then ${suspendedFrom} else ${status} end`
}

/** The kind goes with its suspension. */
const kindAt = (tx: Tx, now: Date) =>
  sql`case when ${isOver(tx, now)} then null else ${tx.table(consumersTable).statusKind} end`

/** A flag that is true where the column holds something, or with 'false' where it doesn't. */
const isThere = (column: Column, yes: 'true' | 'false' = 'true') => ({
  column,
  match: (value: string) => (value === yes ? isNotNull(column) : isNull(column)),
})

export const consumerFields = listFields({
  filters,
  sorts,
  search: 'name, email, company and phone',
})

/** A page as everyone outside sees it. `cursors` sets its cursors apart from those of other lists. */
export const consumerPage = async (
  tx: Tx,
  now: Date,
  { filter, ...input }: InputOf<typeof consumerFields>,
  cursors?: string,
) => {
  const terms = termsOf(filter, filters, now)
  const listing = { ...consumerListing(tx, now, terms), cursors }
  const { rows, ...page } = await listRows(tx, listing, { ...input, terms })
  return { data: rows.map(row => consumerRecord(row, now)), ...page }
}

/** Only "is" asks for the deleted: "everyone who isn't active" means the living. */
const asksForStatus = ({ field, op }: FilterTerm): boolean => field === 'status' && op === '='

/** As it is stored, however it was typed. Throws `invalid_input` for what is no country. */
const countryCode = (typed: string): string => {
  const code = countryOf(typed)
  if (code) return code
  throw invalid(
    'filter',
    'There is no such country.',
    'Use ISO 3166 codes such as TZ, or the English name in quotes.',
  )
}

/** Deleted people are left out unless a filter asks for them. */
export const consumerListing = (
  tx: Tx,
  now: Date,
  terms: readonly FilterTerm[],
): Listing<ReturnType<typeof consumersTable.build>> => {
  const table = tx.table(consumersTable)
  const { milliseconds } = tx.expressions
  return {
    spec: consumersTable,
    filters: {
      status: { ...filters.status, column: statusAt(tx, now) },
      kind: { ...filters.kind, column: kindAt(tx, now) },
      country: { ...filters.country, column: table.country, fold: countryCode },
      language: { ...filters.language, column: table.language },
      name: {
        ...filters.name,
        column: table.name,
        folded: { column: table.sortName, fold: normaliseText },
      },
      company: { ...filters.company, column: table.company },
      industry: { ...filters.industry, column: table.industry },
      email: { ...filters.email, column: table.emailKey, fold: emailKey },
      phone: { ...filters.phone, column: table.phone },
      externalId: { ...filters.externalId, column: table.externalId },
      source: { ...filters.source, column: table.source },
      tag: { ...filters.tag, column: table.tags },
      created: { ...filters.created, column: table.createdAt },
      lastActive: { ...filters.lastActive, column: table.lastSignInAt },
      new: { ...filters.new, ...isThere(table.lastSignInAt, 'false') },
      emailVerified: { ...filters.emailVerified, ...isThere(table.emailVerifiedAt) },
      phoneVerified: { ...filters.phoneVerified, ...isThere(table.phoneVerifiedAt) },
      twoFactor: { ...filters.twoFactor, column: table.twoFactor },
    },
    sorts: {
      createdAt: { column: table.createdAt, instant: true },
      // Whoever never signed in comes last of the newest, first of the oldest.
      lastActive: { column: sql`coalesce(${milliseconds(table.lastSignInAt)}, 0)` },
      name: { column: table.sortName },
      creditBalance: { column: table.creditBalance },
    },
    defaultSort: '-createdAt',
    search: { column: table.searchText, rowKey: table.key, index: 'consumers_search' },
    where: terms.some(asksForStatus) ? undefined : ne(table.status, 'deleted'),
  }
}
