/**
 * How a page is found. A list is a walk along its sort with a look at every row, which is soon done
 * where most rows are wanted, and as long as the table where few are. An index leads to those few, and
 * to far too many where most are wanted. So the ways there are (see engine.ts) are first asked how
 * many they lead to, and no further than it takes to know.
 */
import { getTableName, type SQL, sql } from 'drizzle-orm'
import { countedUpTo } from '../kernel/page.ts'
import type { Way } from './engine.ts'
import type { AnyTable } from './table.ts'
import type { Tx } from './transaction.ts'

/** So many rows cost less one by one than a walk that meets them. */
const few = 2500

/** So many are still cheaper than a walk that has met hardly any. */
const many = 50_000

/** So far a walk goes before it is asked whether a way would have been better. */
export const walkedFirst = 20_000

/** `rows`: see `Search`. */
export type Found = { way: Way; size: 'few' | 'some' | 'many'; rows?: SQL }

/** A planner with statistics is asked what it expects. */
const expects = async (tx: Tx, way: Way): Promise<number> => {
  type Plan = { 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }
  const [row] = await tx.rows<Plan>(sql`explain (format json) ${way}`)
  return row!['QUERY PLAN'][0]!.Plan['Plan Rows']
}

const reaches = async (tx: Tx, way: Way, bound: number): Promise<number> => {
  if (tx.expressions.plans) return expects(tx, way)
  const [row] = await tx.rows<{ n: number }>(
    sql`select count(*) as n from (select 1 from (${way}) limit ${bound + 1})`,
  )
  return row!.n
}

/** The way that leads to the fewest rows, as far as it is worth knowing; null where there is none. */
export const bestWay = async (tx: Tx, ways: readonly Way[]): Promise<Found | null> => {
  const [first, ...others] = ways
  if (!first) return null
  let best = { way: first, reach: await reaches(tx, first, few) }
  for (const way of others) {
    if (best.reach <= few) break
    const reach = await reaches(tx, way, few)
    if (reach <= few) best = { way, reach }
  }
  if (best.reach <= few) return { way: best.way, size: 'few' }
  const further = await reaches(tx, best.way, many)
  return { way: best.way, size: further <= many ? 'some' : 'many' }
}

/** Where rows that are led to are found, in the place of their table, and the condition that is left. */
export const ledFrom = (
  table: AnyTable,
  key: unknown,
  { way, rows }: Found,
): { from: SQL; led?: SQL } =>
  rows
    ? { from: sql`(${rows}) as ${sql.identifier(getTableName(table))}` }
    : { from: sql`${table}`, led: sql`${key} in (${way})` }

/** How many rows the way leads to that meet `rest`, counted no further than a list counts. Row by row
 * as they are led to, so that it ends as soon as there are enough. */
export const countAlong = async (
  tx: Tx,
  table: AnyTable,
  found: Found,
  rest: SQL,
): Promise<number> => {
  const meets = tx.expressions.aside(rest)
  const met = found.rows
    ? sql`select 1 from ${ledFrom(table, table.key, found).from} where ${meets}`
    : sql`select distinct led.found from (${found.way}) as led cross join ${table}
        where ${table.key} = led.found and ${meets}`
  const [row] = await tx.rows<{ n: number | string }>(
    sql`select count(*) as n from (${met} limit ${countedUpTo + 1}) as counted`,
  )
  return Number(row!.n)
}
