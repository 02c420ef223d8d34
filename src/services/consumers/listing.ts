/** What consumers are found, filtered and sorted by. */
import { and, type Column, count, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import type { InputOf } from '../../kernel/fields.ts'
import type { FilterFields, FilterTerm, FilterValue } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import { normaliseText } from '../../kernel/search.ts'
import { type Filterable, type Listing, listRows } from '../../store/listing.ts'
import { ofProviders } from '../../store/scope.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsMeant } from '../accounts/queries.ts'
import { accountsTable } from '../accounts/table.ts'
import { emailKey } from '../contact/email.ts'
import { countryOf } from '../countries/countries.ts'
import { placesOf, stoppedStatus } from '../providers/standing.ts'
import { isLiving } from './known.ts'
import { asReached, consumerRecord, effectiveStatuses } from './record.ts'
import { type Status, sources, statuses, suspensionKinds } from './rules.ts'
import { consumersTable } from './table.ts'

export const filters = {
  status: { kind: 'choice', choices: statuses },
  effectiveStatus: { kind: 'choice', choices: effectiveStatuses },
  account: { kind: 'record', nullable: true, about: 'id, email or reference' },
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

/** A status as of `now`, in words that indexes answer: a suspension that has run out reads as what it
 * was before. */
export const hasStatus = (tx: Tx, now: Date, wanted: string): SQL => {
  const { status, suspendedUntil, suspendedFrom } = tx.table(consumersTable)
  if (wanted !== 'suspended') {
    return sql`(${status} = ${wanted} or (${isOver(tx, now)} and ${suspendedFrom} = ${wanted}))`
  }
  const until = tx.expressions.instant(now)
  return sql`(${status} = 'suspended' and (${suspendedUntil} is null or ${suspendedUntil} > ${until}))`
}

/** A status as of `now` once provider and account are looked at, too. */
const isEffectively = (tx: Tx, now: Date, wanted: string): SQL => {
  const stop = stoppedStatus(tx, tx.table(consumersTable))
  if (wanted === 'deleted') return hasStatus(tx, now, wanted)
  return sql`((${isLiving(tx)} and ${stop} = ${wanted})
    or (${hasStatus(tx, now, wanted)} and ${stop} is null))`
}

/** That somebody belongs to an account that one of these names. */
const ofAccounts = (tx: Tx, selectors: readonly string[]): SQL => {
  const { account } = tx.table(consumersTable)
  const accounts = tx.table(accountsTable)
  const meant = or(...selectors.flatMap(one => accountsMeant(tx, one) ?? []))
  if (!meant) return sql`false`
  return sql`${account} in (select ${accounts.key} from ${accounts} where ${meant})`
}

const wayToAccounts = (tx: Tx, values: FilterValue[]): SQL => {
  const { key, account } = tx.table(consumersTable)
  const named = values.flatMap(value => (value === null ? [] : String(value)))
  const isNone = values.includes(null) ? isNull(account) : undefined
  const wanted = and(tx.scoped(consumersTable), or(isNone, ofAccounts(tx, named)))
  return sql`select ${key} as found from ${tx.table(consumersTable)} where ${wanted}`
}

/** Those who have one of these statuses, and those whose suspension gives it back. */
const wayToStatus =
  (tx: Tx, now: Date) =>
  (values: FilterValue[]): SQL => {
    const table = tx.table(consumersTable)
    const mine = ofProviders(tx, consumersTable)
    const keys = sql`select ${table.key} as found from ${table} where ${mine}`
    return sql`${keys} and ${inArray(table.status, values as Status[])}
      union all ${keys} and ${isOver(tx, now)} and ${inArray(table.suspendedFrom, values as Status[])}`
  }

const wayBy =
  (tx: Tx, column: Column, where: SQL = sql`true`) =>
  (values: FilterValue[]): SQL => {
    const table = tx.table(consumersTable)
    const given = values.filter(value => value !== null)
    const isOne = or(inArray(column, given), values.includes(null) ? isNull(column) : undefined)
    const wanted = and(ofProviders(tx, consumersTable), isOne, where)
    return sql`select ${table.key} as found from ${table} where ${wanted}`
  }

/** Suspensions that have run out, by what they give back. */
export const runOut = async (tx: Tx, now: Date): Promise<Map<string | null, number>> => {
  const { suspendedFrom } = tx.table(consumersTable)
  const rows = await tx.db
    .select({ status: suspendedFrom, n: count() })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), isOver(tx, now)))
    .groupBy(suspendedFrom)
  return new Map(rows.map(({ status, n }) => [status, n]))
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

/** A page as everyone outside sees it. `cursors` sets its cursors apart from those of other lists, and
 * `where` says whom it is of. */
export const consumerPage = async (
  tx: Tx,
  now: Date,
  input: InputOf<typeof consumerFields>,
  { cursors, where }: { cursors?: string; where?: SQL } = {},
) => {
  const terms = termsOf(input.filter, filters, now)
  const all = consumerListing(tx, now, terms)
  const listing = { ...all, where: and(all.where, where), cursors }
  const { rows, ...page } = await listRows(tx, listing, terms, input)
  const places = await placesOf(tx, rows)
  const told = await asReached(tx, rows)
  return { data: told.map((row, at) => consumerRecord(row, now, places[at]!)), ...page }
}

/** Only "is" asks for the deleted: "everyone who isn't active" means the living. */
const asksForStatus = ({ field, op }: FilterTerm): boolean =>
  (field === 'status' || field === 'effectiveStatus') && op === '='

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

/** What says where somebody stands, and whose they are. */
const standingFilters = (tx: Tx, now: Date): Record<string, Filterable> => {
  const table = tx.table(consumersTable)
  return {
    status: {
      ...filters.status,
      column: table.status,
      match: value => hasStatus(tx, now, value),
      way: wayToStatus(tx, now),
    },
    effectiveStatus: {
      ...filters.effectiveStatus,
      column: table.status,
      match: value => isEffectively(tx, now, value),
    },
    account: {
      ...filters.account,
      column: table.account,
      match: value => ofAccounts(tx, [value]),
      way: values => wayToAccounts(tx, values),
    },
    kind: { ...filters.kind, column: kindAt(tx, now) },
  }
}

/** Deleted people are left out unless a filter asks for them. */
export const consumerListing = (
  tx: Tx,
  now: Date,
  terms: readonly FilterTerm[],
): Listing<ReturnType<typeof consumersTable.build>> => {
  const table = tx.table(consumersTable)
  const where = terms.some(asksForStatus) ? undefined : isLiving(tx)
  // These indexes hold the living alone.
  const wayToLiving = (column: Column) => (where ? wayBy(tx, column, where) : undefined)
  return {
    spec: consumersTable,
    account: table.account,
    filters: {
      ...standingFilters(tx, now),
      country: {
        ...filters.country,
        column: table.country,
        fold: countryCode,
        way: wayBy(tx, table.country),
      },
      language: { ...filters.language, column: table.language },
      name: {
        ...filters.name,
        column: table.name,
        folded: { column: table.sortName, fold: normaliseText },
      },
      company: { ...filters.company, column: table.company },
      industry: { ...filters.industry, column: table.industry },
      email: {
        ...filters.email,
        column: table.emailKey,
        fold: emailKey,
        way: wayToLiving(table.emailKey),
      },
      phone: { ...filters.phone, column: table.phone, way: wayToLiving(table.phone) },
      externalId: {
        ...filters.externalId,
        column: table.externalId,
        way: wayToLiving(table.externalId),
      },
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
      lastActive: { column: tx.expressions.orNever(table.lastSignInAt), instant: true },
      name: { column: table.sortName },
      creditBalance: { column: table.creditBalance },
    },
    defaultSort: '-createdAt',
    search: { column: table.searchText, index: 'consumers_search' },
    where,
  }
}
