/** An account as everyone outside sees one. */
import { and, eq, inArray, type SQL } from 'drizzle-orm'
import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { consumersTable } from '../consumers/table.ts'
import { effective, type Place, placesOf, Stop } from '../providers/standing.ts'
import { statuses } from './rules.ts'
import { accountsTable, accountTagsTable } from './table.ts'

export type AccountRow = RowOf<typeof accountsTable>

/** Which account it is about. */
export const account = ref('accounts', 'The account: id, email or reference.')

const text = z.nullable(z.string())

/** An account as records of others name it. */
export const NamedAccount = z.object({ id: z.string(), reference: text, name: z.string() })
export type NamedAccount = z.infer<typeof NamedAccount>

/** What an account is once its provider and the accounts above it are looked at, too. */
export const effectiveStatuses = [...statuses, 'disabled'] as const

export const Account = z.object({
  id: z.string(),
  reference: text,
  name: z.string(),
  email: z.string(),
  status: z.enum(statuses),
  effectiveStatus: z.enum(effectiveStatuses),
  /** What makes the effective status another than its own. */
  stoppedBy: z.nullable(Stop),
  statusReason: text,
  /** The provider's id. */
  provider: z.string(),
  parent: z.nullable(NamedAccount),
  owner: z.nullable(z.object({ id: z.string(), name: z.string(), email: text })),
  organization: text,
  domain: text,
  industry: text,
  registrationNumber: text,
  taxNumber: text,
  address: text,
  postalCode: text,
  city: text,
  state: text,
  country: text,
  currency: text,
  language: text,
  timeZone: text,
  tags: z.array(z.object({ tag: z.string(), colour: z.string() })),
  createdAt: z.string(),
})

export type Account = z.infer<typeof Account>

/** Records of these rows, in their order: what they have in common is asked for once. */
export const accountRecords = async (tx: Tx, rows: readonly AccountRow[]): Promise<Account[]> => {
  const parents = await byKey(rows, 'parent', keys => namedAccounts(tx, keys))
  const owners = await byKey(rows, 'owner', keys => namedOwners(tx, keys))
  const colours = await coloursOf(tx, rows)
  const placed = rows.map(({ provider, key }) => ({ provider, account: key }))
  const places = await placesOf(tx, placed)
  return rows.map((row, at) => ({
    id: row.id,
    reference: row.reference,
    name: row.name,
    email: row.email,
    status: row.status,
    ...standing(row, places[at]!),
    statusReason: row.statusReason,
    provider: places[at]!.providerId,
    parent: without(parents.get(row.parent)),
    owner: without(owners.get(row.owner)),
    organization: row.organization,
    domain: row.domain,
    industry: row.industry,
    registrationNumber: row.registrationNumber,
    taxNumber: row.taxNumber,
    address: row.address,
    postalCode: row.postalCode,
    city: row.city,
    state: row.state,
    country: row.country,
    currency: row.currency,
    language: row.language,
    timeZone: row.timeZone,
    tags: row.tags.map(tag => ({ tag, colour: colours.get(`${row.provider} ${tag}`) ?? 'grey' })),
    createdAt: row.createdAt.toISOString(),
  }))
}

/** Its own suspension is no stop from above. */
const standing = ({ id, status }: AccountRow, { stoppedBy }: Place) => ({
  effectiveStatus: effective(status, stoppedBy),
  stoppedBy: stoppedBy?.id === id ? null : stoppedBy,
})

export const accountRecord = async (tx: Tx, row: AccountRow): Promise<Account> =>
  (await accountRecords(tx, [row]))[0]!

type Keyed = { key: number }

/** What a column of these rows points to, by key. */
const byKey = async <T extends Keyed>(
  rows: readonly AccountRow[],
  column: 'parent' | 'owner',
  find: (keys: number[]) => Promise<T[]>,
): Promise<Map<number | null, T>> => {
  const keys = [...new Set(rows.flatMap(row => row[column] ?? []))]
  const found = keys.length > 0 ? await find(keys) : []
  return new Map(found.map(one => [one.key, one]))
}

const without = <T extends Keyed>(found: T | undefined): Omit<T, 'key'> | null => {
  if (!found) return null
  const { key: _, ...named } = found
  return named
}

/** Those of them that are within reach. */
export const namedAccounts = (
  tx: Tx,
  keys: readonly number[],
): Promise<(NamedAccount & Keyed)[]> => {
  const { key, id, reference, name } = tx.table(accountsTable)
  return tx.db
    .select({ key, id, reference, name })
    .from(tx.table(accountsTable))
    .where(and(tx.scoped(accountsTable), inArray(key, [...keys])))
}

const namedOwners = (tx: Tx, keys: readonly number[]) => {
  const { key, id, name, email } = tx.table(consumersTable)
  return tx.db
    .select({ key, id, name, email })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), inArray(key, [...keys])))
}

/** The colour of each tag on these rows, by provider and tag. */
const coloursOf = async (tx: Tx, rows: readonly AccountRow[]): Promise<Map<string, string>> => {
  const colours = new Map<string, string>()
  for (const provider of new Set(rows.map(row => row.provider))) {
    const tags = new Set(rows.flatMap(row => (row.provider === provider ? row.tags : [])))
    if (tags.size === 0) continue
    const table = tx.table(accountTagsTable)
    const wanted = and(eq(table.provider, provider), inArray(table.tag, [...tags])) as SQL
    const found = await tx.db.select().from(table).where(wanted)
    for (const { tag, colour } of found) colours.set(`${provider} ${tag}`, colour)
  }
  return colours
}
