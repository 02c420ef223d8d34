/** What accounts are found, filtered and sorted by. */
import { ne, sql } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import type { InputOf } from '../../kernel/fields.ts'
import type { FilterFields, FilterTerm } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import type { Picking } from '../../kernel/operation.ts'
import { normaliseText } from '../../kernel/search.ts'
import { type Listing, listRows } from '../../store/listing.ts'
import { matchingIds } from '../../store/matching.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { countryOf } from '../countries/countries.ts'
import { hasFeature } from '../features/granting.ts'
import { stoppedStatus } from '../providers/standing.ts'
import type { World } from '../world.ts'
import { accountsMeant, accountsNamed } from './queries.ts'
import { accountRecords, effectiveStatuses } from './record.ts'
import { statuses } from './rules.ts'
import { accountsTable } from './table.ts'
import { copiedFrom } from './templates.ts'

export const filters = {
  status: { kind: 'choice', choices: statuses },
  effectiveStatus: { kind: 'choice', choices: effectiveStatuses },
  parent: { kind: 'record', nullable: true, about: 'the account right above' },
  name: { kind: 'text' },
  email: { kind: 'text' },
  reference: { kind: 'text', nullable: true },
  organization: { kind: 'text', nullable: true },
  domain: { kind: 'text', nullable: true },
  industry: { kind: 'text', nullable: true },
  country: { kind: 'text', nullable: true },
  currency: { kind: 'text', nullable: true },
  language: { kind: 'text', nullable: true },
  tag: { kind: 'tags', nullable: true },
  template: { kind: 'record', nullable: true, about: 'what it was copied from' },
  feature: { kind: 'record', about: 'one that it has, by reference' },
  created: { kind: 'instant' },
} satisfies FilterFields

export const accountFields = listFields({
  filters,
  sorts: ['createdAt', 'name', 'status', 'depth'],
  search: 'name, email, organization, domain and reference',
})

/** A page of rows. `cursors` sets its cursors apart from those of other lists. */
export const accountRows = async (
  tx: Tx,
  now: Date,
  input: InputOf<typeof accountFields>,
  cursors?: string,
) => {
  const terms = termsOf(input.filter, filters, now)
  return listRows(tx, { ...accountListing(tx, terms), cursors }, terms, input)
}

/** A page as everyone outside sees it. */
export const accountPage = async (tx: Tx, now: Date, input: InputOf<typeof accountFields>) => {
  const { rows, ...page } = await accountRows(tx, now, input)
  return { data: await accountRecords(tx, rows), ...page }
}

export const pickAccounts: Picking<World, InputOf<typeof accountFields>> = {
  async matching({ store, now }, { filter }) {
    const terms = termsOf(filter, filters, now)
    return matchingIds(store, accountListing(store, terms), terms)
  },
  named: ({ store }, selectors) => accountsNamed(store, selectors),
}

/** Only "is" asks for templates: "everything but the closed ones" means clients. */
const asksForStatus = ({ field, op }: FilterTerm): boolean => field === 'status' && op === '='

const countryCode = (typed: string): string => {
  const code = countryOf(typed)
  if (code) return code
  const hint = 'Use ISO 3166 codes such as TZ, or the English name in quotes.'
  throw invalid('filter', 'There is no such country.', hint)
}

/** Templates are left out unless a filter asks for them. */
const accountListing = (
  tx: Tx,
  terms: readonly FilterTerm[],
): Listing<ReturnType<typeof accountsTable.build>> => {
  const table = tx.table(accountsTable)
  const stop = stoppedStatus(tx, { provider: table.provider, account: table.key })
  const below = (selector: string) => {
    const meant = accountsMeant(tx, selector)
    return meant ? sql`${table.parent} in (select key from accounts where ${meant})` : sql`false`
  }
  return {
    spec: accountsTable,
    account: table.key,
    filters: {
      status: { ...filters.status, column: table.status },
      effectiveStatus: {
        ...filters.effectiveStatus,
        column: sql`coalesce(${stop}, ${table.status})`,
      },
      parent: { ...filters.parent, column: table.parent, match: below },
      name: {
        ...filters.name,
        column: table.name,
        folded: { column: table.sortName, fold: normaliseText },
      },
      email: { ...filters.email, column: table.emailKey, fold: emailKey },
      reference: { ...filters.reference, column: table.reference },
      organization: { ...filters.organization, column: table.organization },
      domain: { ...filters.domain, column: table.domain, fold: text => text.toLowerCase() },
      industry: { ...filters.industry, column: table.industry },
      country: { ...filters.country, column: table.country, fold: countryCode },
      currency: { ...filters.currency, column: table.currency, fold: text => text.toUpperCase() },
      language: { ...filters.language, column: table.language },
      tag: { ...filters.tag, column: table.tags },
      template: {
        ...filters.template,
        column: table.template,
        match: value => copiedFrom(tx, value),
      },
      feature: { ...filters.feature, column: table.key, match: value => hasFeature(tx, value) },
      created: { ...filters.created, column: table.createdAt },
    },
    sorts: {
      createdAt: { column: table.createdAt, instant: true },
      name: { column: table.sortName },
      status: { column: table.status },
      // How many lie above it: whoever reads on meets each after those.
      depth: {
        column: sql`(select max(line.depth) from account_tree as line
          where line.provider = ${table.provider} and line.account = ${table.key})`,
      },
    },
    defaultSort: '-createdAt',
    search: { column: table.searchText, index: null },
    where: terms.some(asksForStatus) ? undefined : ne(table.status, 'template'),
  }
}
