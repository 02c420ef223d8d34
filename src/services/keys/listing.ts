/** What keys are found, filtered and sorted by. */
import { and, or, type SQL, sql } from 'drizzle-orm'
import type { InputOf } from '../../kernel/fields.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import { type Listing, listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { keyRecords } from './record.ts'
import { statuses } from './rules.ts'
import { keysTable } from './table.ts'

const filters = {
  status: { kind: 'choice', choices: statuses },
  name: { kind: 'text' },
  role: { kind: 'text', nullable: true },
  accounts: { kind: 'choice', choices: ['all', 'some'] },
  createdBy: { kind: 'text', about: 'a supervisor, by id' },
  madeBy: { kind: 'text', nullable: true, about: 'a key, by id' },
  created: { kind: 'instant' },
  expires: { kind: 'instant', nullable: true },
  rotated: { kind: 'instant', nullable: true },
  lastUsed: { kind: 'instant', nullable: true },
} satisfies FilterFields

export const keyFields = listFields({
  filters,
  sorts: ['created', 'name', 'expires', 'lastUsed'],
  search: 'name and preview',
})

/** Each word is somewhere in the name, or in what is shown of the key: a leaked one is found by its
 * last characters. */
const about = (tx: Tx, search = ''): SQL | undefined => {
  const { name, preview } = tx.table(keysTable)
  const words = search.split(/\s+/).filter(word => word !== '')
  const { includes } = tx.expressions
  return and(...words.map(word => or(includes(name, word), includes(preview, word))))
}

/** As of `now`: see `statusAt`. */
const statusColumn = (tx: Tx, now: Date): SQL => {
  const { status, expiresAt } = tx.table(keysTable)
  return sql`case when ${status} = 'active' and ${expiresAt} <= ${tx.expressions.instant(now)}
    then 'expired' else ${status} end`
}

/** Later than anything: what never ends comes last of what ends soonest. */
const never = 8_640_000_000_000_000

/** A page of all keys, or of those that meet `where` besides. */
export const keyPage = async (
  tx: Tx,
  now: Date,
  input: InputOf<typeof keyFields>,
  more: Partial<Pick<Listing<never>, 'where' | 'defaultSort' | 'cursors'>> = {},
) => {
  const table = tx.table(keysTable)
  const listing = {
    spec: keysTable,
    filters: {
      status: { ...filters.status, column: statusColumn(tx, now) },
      name: { ...filters.name, column: table.name },
      role: { ...filters.role, column: table.role },
      accounts: { ...filters.accounts, column: table.accounts },
      createdBy: { ...filters.createdBy, column: table.createdBy },
      madeBy: { ...filters.madeBy, column: table.madeBy },
      created: { ...filters.created, column: table.createdAt },
      expires: { ...filters.expires, column: table.expiresAt },
      rotated: { ...filters.rotated, column: table.rotatedAt },
      lastUsed: { ...filters.lastUsed, column: table.lastUsedAt },
    },
    sorts: {
      created: { column: table.createdAt, instant: true },
      name: { column: tx.expressions.byCodePoint(table.name) },
      expires: {
        column: sql`coalesce(${tx.expressions.milliseconds(table.expiresAt)}, ${sql.raw(String(never))})`,
      },
      lastUsed: { column: tx.expressions.orNever(table.lastUsedAt), instant: true },
    },
    ...{ defaultSort: '-created', ...more },
    where: and(about(tx, input.search), more.where),
  }
  const terms = termsOf(input.filter, filters, now)
  const { rows, ...page } = await listRows(tx, listing, terms, input)
  return { data: await keyRecords(tx, rows, now), ...page }
}
