/** What supervisors are found, filtered and sorted by. */
import { eq, isNotNull, or, sql } from 'drizzle-orm'
import type { InputOf } from '../../kernel/fields.ts'
import type { FilterFields, FilterTerm } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import { normaliseText } from '../../kernel/search.ts'
import { type Listing, listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { factorsTable } from '../factors/table.ts'
import { roleKey } from '../roles/queries.ts'
import { rolesTable } from '../roles/table.ts'
import { isLiving, type SupervisorRow } from './queries.ts'
import { statuses } from './rules.ts'
import { supervisorsTable } from './table.ts'

export const filters = {
  status: { kind: 'choice', choices: statuses },
  role: { kind: 'text' },
  name: { kind: 'text' },
  email: { kind: 'text' },
  userName: { kind: 'text' },
  phone: { kind: 'text', nullable: true },
  accounts: { kind: 'choice', choices: ['all', 'some'] },
  everyProvider: { kind: 'flag' },
  twoFactor: { kind: 'flag' },
  twoFactorRequired: { kind: 'flag' },
  created: { kind: 'instant' },
  lastSignIn: { kind: 'instant', nullable: true },
} satisfies FilterFields

export const teamFields = listFields({
  filters,
  sorts: ['createdAt', 'lastSignIn', 'name'],
  search: 'name, email, user name and phone',
})

/** A role by what it is stored as, or one of the provider's own by its name. */
const hasRole = (tx: Tx, value: string) => {
  const { role, provider } = tx.table(supervisorsTable)
  const own = tx.table(rolesTable)
  return or(
    eq(role, value.toLowerCase()),
    sql`exists (select 1 from ${own} where ${own.provider} = ${provider} and ${own.id} = ${role}
      and ${own.nameKey} = ${roleKey(value)})`,
  )!
}

const hasApp = (tx: Tx) => {
  const { key, provider } = tx.table(supervisorsTable)
  const app = tx.table(factorsTable)
  return sql`exists (select 1 from ${app} where ${app.provider} = ${provider}
    and ${app.supervisor} = ${key} and ${isNotNull(app.confirmedAt)})`
}

const asksForStatus = ({ field, op }: FilterTerm): boolean => field === 'status' && op === '='

/** Whoever is deleted is left out unless a filter asks for them. */
export const teamListing = (
  tx: Tx,
  terms: readonly FilterTerm[],
): Listing<ReturnType<typeof supervisorsTable.build>> => {
  const table = tx.table(supervisorsTable)
  const app = hasApp(tx)
  return {
    spec: supervisorsTable,
    filters: {
      status: { ...filters.status, column: table.status },
      role: { ...filters.role, column: table.role, match: value => hasRole(tx, value) },
      name: {
        ...filters.name,
        column: table.name,
        folded: { column: table.sortName, fold: normaliseText },
      },
      email: { ...filters.email, column: table.emailKey, fold: emailKey },
      userName: {
        ...filters.userName,
        column: table.userNameKey,
        fold: value => value.toLowerCase(),
      },
      phone: { ...filters.phone, column: table.phone },
      accounts: { ...filters.accounts, column: table.accounts },
      everyProvider: { ...filters.everyProvider, column: table.everyProvider },
      twoFactor: {
        ...filters.twoFactor,
        column: table.key,
        match: value => (value === 'true' ? app : sql`not ${app}`),
      },
      twoFactorRequired: { ...filters.twoFactorRequired, column: table.twoFactorRequired },
      created: { ...filters.created, column: table.createdAt },
      lastSignIn: { ...filters.lastSignIn, column: table.lastSignInAt },
    },
    sorts: {
      createdAt: { column: table.createdAt, instant: true },
      lastSignIn: { column: tx.expressions.orNever(table.lastSignInAt), instant: true },
      name: { column: table.sortName },
    },
    defaultSort: '-createdAt',
    search: { column: table.searchText, index: null },
    where: terms.some(asksForStatus) ? undefined : isLiving(),
  }
}

/** The rows of a page. `cursors` sets its cursors apart from those of other lists. */
export const teamPage = (
  tx: Tx,
  now: Date,
  input: InputOf<typeof teamFields>,
  cursors?: string,
): Promise<{
  rows: SupervisorRow[]
  hasMore: boolean
  nextCursor: string | null
  total: number | null
}> => {
  const terms = termsOf(input.filter, filters, now)
  return listRows(tx, { ...teamListing(tx, terms), cursors }, terms, input)
}
