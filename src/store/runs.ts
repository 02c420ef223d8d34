/** Runs in the database: opened with their targets, moved on chunk by chunk, closed. */
import { and, desc, eq, lte } from 'drizzle-orm'
import type { Run, RunShelf } from '../kernel/run.ts'
import type { RowOf } from './table.ts'
import { runsTable, runTargetsTable } from './tables.ts'
import type { Tx } from './transaction.ts'

/** Targets in a row: few enough to read a chunk's without the rest, enough to keep rows few. */
const blockSize = 200

/** Rows of one statement; SQLite takes 32,766 parameters, and each row has four. */
const mostRows = 500

export const runOf = (row: RowOf<typeof runsTable>): Run => {
  const { key: _, provider: __, everyProvider: ___, bounds: ____, ...run } = row
  return run
}

export const runShelf = (tx: Tx): RunShelf => {
  const table = tx.table(runsTable)
  const blocks = tx.table(runTargetsTable)
  const mine = (id: string) => and(tx.scoped(runsTable), eq(table.id, id))
  const keyOf = async (id: string): Promise<number> => {
    const [row] = await tx.db.select({ key: table.key }).from(table).where(mine(id))
    return row!.key
  }
  const first = async (query: Promise<RowOf<typeof runsTable>[]>): Promise<Run | null> => {
    const [row] = await query
    return row ? runOf(row) : null
  }
  const select = (id: string) => tx.db.select().from(table).where(mine(id))
  return {
    async open(run, targets) {
      const { provider, every = false, bounds } = tx.scope
      const [made] = await tx.db
        .insert(table)
        .values({ ...run, provider, everyProvider: every, bounds })
        .returning({ key: table.key })
      const rows = inBlocks(targets).map((targets, at) => ({
        provider,
        run: made!.key,
        place: at * blockSize,
        targets,
      }))
      for (let at = 0; at < rows.length; at += mostRows) {
        await tx.db.insert(blocks).values(rows.slice(at, at + mostRows))
      }
    },
    find: id => first(select(id)),
    lock: id => first(tx.expressions.locking(select(id))),
    async move(id, patch) {
      await tx.db.update(table).set(patch).where(mine(id))
    },
    async close(id, patch) {
      const run = await keyOf(id)
      await tx.db.update(table).set(patch).where(eq(table.key, run))
      await tx.db.delete(blocks).where(and(tx.scoped(runTargetsTable), eq(blocks.run, run)))
    },
    async targets(id, place) {
      const run = await keyOf(id)
      const [block] = await tx.db
        .select()
        .from(blocks)
        .where(and(tx.scoped(runTargetsTable), eq(blocks.run, run), lte(blocks.place, place)))
        .orderBy(desc(blocks.place))
        .limit(1)
      return block ? block.targets.slice(place - block.place) : []
    },
  }
}

const inBlocks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / blockSize) }, (_, at) =>
    items.slice(at * blockSize, (at + 1) * blockSize),
  )
