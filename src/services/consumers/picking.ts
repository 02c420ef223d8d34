/** Whom a run over many consumers is about. */
import { and, inArray, ne } from 'drizzle-orm'
import type { InputOf } from '../../kernel/fields.ts'
import { termsOf } from '../../kernel/list.ts'
import type { Picking } from '../../kernel/operation.ts'
import { parseSelector, type Selector } from '../../kernel/selector.ts'
import { matchingIds } from '../../store/matching.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import type { World } from '../world.ts'
import { type consumerFields, consumerListing, filters } from './listing.ts'
import { consumersTable } from './table.ts'

export const pickConsumers: Picking<World, InputOf<typeof consumerFields>> = {
  async matching({ store, now }, { filter }) {
    const terms = termsOf(filter, filters, now)
    return matchingIds(store, consumerListing(store, now, terms), terms)
  },
  async named({ store }, selectors) {
    const parsed = selectors.map(keyed)
    const found = new Map<string, string>()
    for (const kind of ['id', 'email', 'phone', 'external'] as const) {
      const values = parsed.filter(one => one.kind === kind).map(({ value }) => value)
      for (let at = 0; at < values.length; at += mostValues) {
        const part = await holders(store, kind, values.slice(at, at + mostValues))
        for (const { value, id } of part) found.set(`${kind} ${value}`, id)
      }
    }
    return parsed.map(({ kind, value }) => found.get(`${kind} ${value}`) ?? null)
  },
}

/** Parameters of one statement. */
const mostValues = 1000

/** As it is stored. */
const keyed = (selector: string): Selector => {
  const { kind, value } = parseSelector(selector)
  return { kind, value: kind === 'email' ? emailKey(value) : value }
}

/** A deleted record has let go of everything but its id. */
const holders = async (tx: Tx, kind: Selector['kind'], values: string[]) => {
  const table = tx.table(consumersTable)
  const columns = { email: table.emailKey, phone: table.phone, external: table.externalId }
  const column = kind === 'id' ? table.id : columns[kind]
  const living = kind === 'id' ? undefined : ne(table.status, 'deleted')
  return tx.db
    .select({ value: column, id: table.id })
    .from(table)
    .where(and(tx.scoped(consumersTable), living, inArray(column, values)))
}
