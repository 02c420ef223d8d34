/** The logs of all providers of a database, one after the other. */
import type { Tx } from '../../store/transaction.ts'
import type { Scan } from '../events/scan.ts'
import { providersTable } from '../providers/table.ts'

/** How many events were found right, all together, and the first thing that was not. */
export type LogsScan = { size: number; problem: string | null }

export const scanLogs = async (tx: Tx, scan: (tx: Tx) => Promise<Scan>): Promise<LogsScan> => {
  const mine = tx.scope
  const providers = await tx.db.select().from(tx.table(providersTable))
  let size = 0
  let problem: string | null = null
  for (const { key, id } of providers) {
    tx.enter({ ...mine, provider: key, providerId: id })
    const found = await scan(tx)
    size += found.checked
    const { sequence, what } = found.problem ?? { sequence: null, what: null }
    if (what) problem ??= sequence === null ? what : `Event ${sequence}: ${what}`
  }
  tx.enter(mine)
  return { size, problem }
}
