/** Whole tables out of Postgres and into it, as text: see ../shape.ts. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { Moving } from '../engine.ts'
import {
  type Cell,
  type ColumnKind,
  cellsOf,
  quotedName,
  type Shape,
  type ShapeColumn,
} from '../shape.ts'

/** Rows at a time. */
const batch = 500

const telling: Record<ColumnKind, (column: string) => string> = {
  text: column => column,
  integer: column => `${column}::text`,
  instant: column => `(extract(epoch from ${column}) * 1000)::bigint::text`,
  flag: column => `${column}::int::text`,
  json: column => `${column}::text`,
  bytes: column => `encode(${column}, 'hex')`,
}

const told = ({ name, kind }: ShapeColumn): string => telling[kind](quotedName(name))

/** Text by its code points, as SQLite has it, whatever the database's collation is. Named with its
 * table it is the column itself, and not what is told of it under the same name. */
const ordered = (table: string, { name, kind }: ShapeColumn): string =>
  `${quotedName(table)}.${quotedName(name)}${kind === 'text' ? ' collate "C"' : ''}`

export const movingOn = (client: pg.PoolClient): Moving => ({
  async *stream(shape) {
    const { name, columns, key } = shape
    const order = key.map(column => ordered(name, column)).join()
    const from = `from ${quotedName(name)} order by ${order}`
    await client.query(
      `declare moving no scroll cursor for select ${columns.map(told).join()} ${from}`,
    )
    try {
      const fetch = { text: `fetch ${batch} from moving`, rowMode: 'array' as const }
      for (;;) {
        const { rows } = await client.query<Cell[]>(fetch)
        if (rows.length === 0) return
        yield rows.map(row => cellsOf(shape, row))
      }
    } finally {
      // After a failure the transaction is over, and the cursor with it.
      await client.query('close moving').catch(() => undefined)
    }
  },
  async isEmpty({ name }) {
    // Until the end of this transaction nobody else writes here.
    await client.query(`lock table ${quotedName(name)} in exclusive mode`)
    const { rows } = await client.query(`select 1 from ${quotedName(name)} limit 1`)
    return rows.length === 0
  },
  async load(shape, batches) {
    const { from } = await import('pg-copy-streams')
    const { name, columns, numbered } = shape
    const names = columns.map(column => quotedName(column.name)).join()
    const copy = client.query(from(`copy ${quotedName(name)} (${names}) from stdin`))
    await pipeline(Readable.from(linesOf(shape, batches)), copy)
    if (numbered) await numberOn(client, name)
    // Its size is what plans are made by.
    await client.query(`analyze ${quotedName(name)}`)
  },
})

/** New rows are numbered on from the last. Undone with the transaction, which `setval` is not. */
const numberOn = async (client: pg.PoolClient, name: string): Promise<void> => {
  const table = quotedName(name)
  const { rows } = await client.query(`select coalesce(max(key), 0) + 1 as next from ${table}`)
  await client.query(`alter table ${table} alter column key restart with ${rows[0].next}`)
}

async function* linesOf(shape: Shape, batches: AsyncIterable<Cell[][]>): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    yield Buffer.from(rows.map(row => lineOf(shape, row)).join(''))
  }
}

/** The text format of COPY: Postgres's manual, "COPY", File Formats. */
const lineOf = ({ columns }: Shape, row: Cell[]): string =>
  `${row.map((value, at) => (value === null ? '\\N' : written(value, columns[at]!.kind))).join('\t')}\n`

const special = /[\\\n\r\t]/
const specials = /[\\\n\r\t]/g

const written = (value: string, kind: ColumnKind): string => {
  if (kind === 'instant') return new Date(Number(value)).toISOString()
  if (kind === 'bytes') return `\\\\x${value}`
  return special.test(value) ? value.replace(specials, escaped) : value
}

/** A row as COPY reads it, from values as the driver takes them. */
export const copyText = (row: readonly unknown[]): string => `${row.map(cellText).join('\t')}\n`

const cellText = (value: unknown): string => {
  if (value === null) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  const text = String(value)
  return special.test(text) ? text.replace(specials, escaped) : text
}

const escaped = (character: string): string =>
  ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character]!
