/** Whole tables out of SQLite and into it, as text: see ../shape.ts. */
import type Driver from 'better-sqlite3'
import type { Moving } from '../engine.ts'
import { type Cell, cellsOf, quotedName, type Shape, type ShapeColumn } from '../shape.ts'

/** Rows at a time. */
const batch = 500

/** Whatever a column holds is told as text; a driver's number could not be trusted with all digits. */
const told = ({ name, kind }: ShapeColumn): string => {
  const column = quotedName(name)
  if (kind === 'bytes') return `case when ${column} is not null then lower(hex(${column})) end`
  return `cast(${column} as text)`
}

export const movingOn = (driver: Driver.Database): Moving => ({
  async *stream(shape) {
    const { name, columns, key } = shape
    const table = quotedName(name)
    // Named with its table it is the column itself, and not what is told of it under the same name.
    const order = key.map(column => `${table}.${quotedName(column.name)}`).join()
    const query = `select ${columns.map(told).join()} from ${table} order by ${order}`
    let rows: Cell[][] = []
    for (const row of driver.prepare(query).raw().iterate()) {
      rows.push(cellsOf(shape, row as Cell[]))
      if (rows.length < batch) continue
      yield rows
      rows = []
    }
    if (rows.length > 0) yield rows
  },
  isEmpty: async ({ name }) =>
    driver.prepare(`select 1 from ${quotedName(name)} limit 1`).get() === undefined,
  async load(shape, batches) {
    const names = shape.columns.map(({ name }) => quotedName(name)).join()
    const places = shape.columns.map(() => '?').join()
    const statement = driver.prepare(
      `insert into ${quotedName(shape.name)} (${names}) values (${places})`,
    )
    for await (const rows of batches) for (const row of rows) statement.run(kept(shape, row))
  },
})

/** Digits become integers by the column's own affinity, with every digit. */
const kept = ({ columns }: Shape, row: Cell[]) =>
  row.map((value, at) =>
    value !== null && columns[at]!.kind === 'bytes' ? Buffer.from(value, 'hex') : value,
  )
