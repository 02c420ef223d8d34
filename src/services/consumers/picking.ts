/** Whom a run over many consumers is about. */
import { and } from 'drizzle-orm'
import type { InputOf } from '../../kernel/fields.ts'
import { termsOf } from '../../kernel/list.ts'
import type { Picking } from '../../kernel/operation.ts'
import { matchingIds } from '../../store/matching.ts'
import type { Tx } from '../../store/transaction.ts'
import type { World } from '../world.ts'
import { type Handle, isLiving, wantedBy } from './known.ts'
import { type consumerFields, consumerListing, filters } from './listing.ts'
import { ambiguous } from './queries.ts'
import { consumersTable } from './table.ts'

export const pickConsumers: Picking<World, InputOf<typeof consumerFields>> = {
  async matching({ store, now }, { filter }) {
    const terms = termsOf(filter, filters, now)
    return matchingIds(store, consumerListing(store, now, terms), terms)
  },
  async named({ store }, selectors) {
    const wanted = selectors.map(selector => Object.entries(wantedBy(selector))[0]!)
    const found = new Map<string, string>()
    for (const name of new Set(wanted.map(([name]) => name as Handle))) {
      const values = wanted.flatMap(([other, value]) => (other === name && value ? [value] : []))
      for (const { value, id } of await holders(store, name, values)) {
        const other = found.get(`${name} ${value}`)
        if (other) throw ambiguous([other, id])
        found.set(`${name} ${value}`, id)
      }
    }
    return wanted.map(([name, value]) => found.get(`${name} ${value}`) ?? null)
  },
}

/** A deleted record has let go of everything but its id. */
const holders = async (tx: Tx, name: Handle, values: string[]) => {
  const table = tx.table(consumersTable)
  const living = name === 'id' ? undefined : isLiving(tx)
  return tx.db
    .select({ value: table[name], id: table.id })
    .from(table)
    .where(and(tx.scoped(consumersTable), living, tx.expressions.among(table[name], values)))
}
