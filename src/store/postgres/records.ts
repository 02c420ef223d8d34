/**
 * Whole records as Postgres sends them, as text: see ../records.ts. The driver would find out for each
 * cell what it is, and make a Date of an instant by way of Date's own parser, which takes most of the
 * time.
 */
import pg from 'pg'
import type { Records } from '../engine.ts'
import { type Read, readersBy } from '../records.ts'

/** By what the builder calls a column. */
const reads: Record<string, Read> = {
  PgText: null,
  PgBigInt53: (text: string) => Number(text),
  PgBoolean: (text: string) => text === 't',
  PgTimestamp: (text: string) => instantOf(text),
  PgJsonb: (text: string) => JSON.parse(text),
  PgCustomColumn: (text: string) => Buffer.from(text.slice(2), 'hex'),
}

const readerOf = readersBy(column => reads[column.columnType] ?? null)

const asText = { getTypeParser: () => (text: string) => text }

/** The builder selects the columns in their order, and what stands beside them last. Each row is read as
 * it comes: a thousand of them held as the driver has them would cost as much again in garbage. */
export const recordsOn =
  (client: Pick<pg.PoolClient, 'query'>): Records =>
  (table, query) => {
    const { width, record } = readerOf(table)
    const { sql, params } = query.toSQL()
    const asked = { text: sql, values: params, rowMode: 'array', types: asText }
    const found: { row: never; beside: unknown }[] = []
    let beside: ((text: string | null) => unknown) | undefined
    return new Promise((done, failed) => {
      const rows = new pg.Query<string[]>(asked as never)
      rows.on('row', (cells, result) => {
        beside ??= besideBy(result!.fields[width]!.dataTypeID)
        found.push({ row: record(cells) as never, beside: beside(cells[width]!) })
      })
      rows.on('end', () => done(found))
      rows.on('error', failed)
      client.query(rows)
    })
  }

/** Whole numbers are numbers here, as from the other engine. */
const besideBy = (type: number): ((text: string | null) => unknown) => {
  const { builtins, getTypeParser } = pg.types
  const parse = type === builtins.INT8 ? Number : getTypeParser(type)
  return text => (text === null ? null : parse(text))
}

/** As `2026-01-31 12:00:00.5+00`, where the session's time zone is UTC; a fraction's end may be missing. */
const usual = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/

const instantOf = (text: string): Date => {
  if (!usual.test(text)) return new Date(text)
  const part = (from: number, to: number) => digits(text, from, to)
  const time = [part(11, 13), part(14, 16), part(17, 19), milliseconds(text)] as const
  return new Date(Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), ...time))
}

const digits = (text: string, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48
  return value
}

const milliseconds = (text: string): number => {
  const end = text.length - 3
  return end === 19 ? 0 : digits(text, 20, end) * 10 ** (23 - end)
}
