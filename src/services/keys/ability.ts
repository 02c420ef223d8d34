/** What keys can do at this moment: their makers may have been demoted since, or disabled. */
import { eq, inArray } from 'drizzle-orm'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { tenantOf } from '../providers/queries.ts'
import { providersTable } from '../providers/table.ts'
import { type Authority, authorityOf, authorityOfKey } from '../team/authority.ts'
import { working } from '../team/rules.ts'
import { supervisorsTable } from '../team/table.ts'
import type { KeyRow } from './queries.ts'

type ProviderRow = RowOf<typeof providersTable>
type Maker = { person: RowOf<typeof supervisorsTable>; provider: ProviderRow }

/** What keeps a key from working that is no doing of its own. */
export type StoppedBy = {
  topic: 'team' | 'providers'
  id: string
  name: string
  status: string
}

export type Ability = {
  provider: ProviderRow
  maker: RowOf<typeof supervisorsTable> | null
  stoppedBy: StoppedBy | null
  /** The role that it acts in: its own, or its maker's. */
  role: string | null
  /** What it may do; null where it is stopped. */
  authority: Authority | null
}

/** By the keys' ids: two queries for all of them, and one for each custom role on the way. */
export const abilitiesOf = async (
  tx: Tx,
  rows: readonly KeyRow[],
): Promise<Map<string, Ability>> => {
  const providers = await providersOf(tx, rows)
  const makers = await makersOf(tx, rows)
  const authorities = new Map<string, Authority>()
  const found = new Map<string, Ability>()
  for (const row of rows) {
    const provider = providers.get(row.provider)!
    const by = makers.get(row.createdBy)
    const known = { provider, maker: by?.person ?? null, role: row.role ?? by?.person.role ?? null }
    const stopped = by ? stoppedBy(by, provider) : null
    if (!by || stopped) {
      found.set(row.id, { ...known, stoppedBy: stopped, authority: null })
      continue
    }
    const made = authorities.get(row.createdBy) ?? (await authorityOfMaker(tx, by))
    authorities.set(row.createdBy, made)
    const authority = await authorityOfKey(tx, made, row)
    const reason = authority ? null : ofMaker(by, 'out of reach')
    found.set(row.id, { ...known, stoppedBy: reason, authority })
  }
  return found
}

const providersOf = async (tx: Tx, rows: readonly KeyRow[]): Promise<Map<number, ProviderRow>> => {
  const table = tx.table(providersTable)
  const wanted = [...new Set(rows.map(({ provider }) => provider))]
  const found = await tx.db.select().from(table).where(inArray(table.key, wanted))
  return new Map(found.map(row => [row.key, row]))
}

/** Whoever sees a key sees who made it, also where that is somebody of the whole house. */
const makersOf = async (tx: Tx, rows: readonly KeyRow[]): Promise<Map<string, Maker>> => {
  const person = tx.table(supervisorsTable)
  const provider = tx.table(providersTable)
  const wanted = [...new Set(rows.map(({ createdBy }) => createdBy))]
  const found = await tx.db
    .select({ person, provider })
    .from(person)
    .innerJoin(provider, eq(provider.key, person.provider))
    .where(inArray(person.id, wanted))
  return new Map(found.map(maker => [maker.person.id, maker]))
}

const authorityOfMaker = (tx: Tx, { person, provider }: Maker): Promise<Authority> =>
  authorityOf(tx, person, { home: tenantOf(provider), organization: tx.scope.organization })

const stoppedBy = (by: Maker, provider: ProviderRow): StoppedBy | null => {
  if (provider.status !== 'active') return ofProvider(provider)
  if (!working.includes(by.person.status)) {
    return ofMaker(by, by.person.status)
  }
  return by.provider.status === 'active' ? null : ofProvider(by.provider)
}

const ofProvider = ({ id, name, status }: ProviderRow): StoppedBy => ({
  topic: 'providers',
  id,
  name,
  status,
})

const ofMaker = ({ person: { id, name } }: Maker, status: string): StoppedBy => ({
  topic: 'team',
  id,
  name,
  status,
})
