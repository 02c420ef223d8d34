/**
 * All rows of one database into another, and the proof that they are the same there: how many, and
 * a digest of each table over its rows in the order of their keys. Both are read as of one moment;
 * whatever is wrong is told before anything is kept.
 */
import { createHash } from 'node:crypto'
import { conflict, StewardError } from '../kernel/errors.ts'
import type { Moving } from './engine.ts'
import { type Cell, type Shape, shapeOf } from './shape.ts'
import type { AnyTable, TableSpec } from './table.ts'

/** What a table holds. The digest is SHA-256 in hex over a line for each row. */
export type Content = { rows: number; digest: string }

/** Where a table is another there: from the row on that has this key, by the names of columns. */
export type Difference = {
  table: string
  rows: number
  rowsThere: number
  key: string | null
  columns: string[]
}

export type Copied = { tables: Record<string, Content>; differences: Difference[] }

export type CopyRoute = {
  from: Moving
  into: Moving
  /** Called for each row that is there. */
  step(): void
}

/** Throws `conflict` unless each of them is empty there, and `check_failed` where a row can't be
 * kept there; `into` is then to be rolled back. */
export const copyRows = async (
  route: CopyRoute,
  specs: readonly TableSpec<AnyTable>[],
): Promise<Copied> => {
  const { from, into } = route
  const shapes = specs.map(shapeOf)
  for (const shape of shapes) if (!(await into.isEmpty(shape))) throw occupied(shape)
  const tables: Copied['tables'] = {}
  const differences: Difference[] = []
  for (const shape of shapes) {
    const here = await sent(route, shape)
    const there = await contentOf(into, shape)
    tables[shape.name] = here
    if (here.digest === there.digest) continue
    const first = await firstDifference(from, into, shape)
    differences.push({ table: shape.name, rows: here.rows, rowsThere: there.rows, ...first })
  }
  return { tables, differences }
}

const occupied = ({ name }: Shape) =>
  conflict(`The database to copy into is not empty: there are rows in ${name}.`, {
    field: 'to',
    hint: 'Name an empty database, or a file that is not there yet.',
  })

/** Digests what it hands on. */
const counting = (step: () => void = () => undefined) => {
  const hash = createHash('sha256')
  let count = 0
  return {
    async *through(batches: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[][]> {
      for await (const rows of batches) {
        hash.update(rows.map(row => `${JSON.stringify(row)}\n`).join(''))
        count += rows.length
        yield rows
        for (const _ of rows) step()
      }
    },
    content: (): Content => ({ rows: count, digest: hash.digest('hex') }),
    get count() {
      return count
    },
  }
}

const sent = async ({ from, into, step }: CopyRoute, shape: Shape): Promise<Content> => {
  const counter = counting(step)
  try {
    await into.load(shape, counter.through(from.stream(shape)))
  } catch (error) {
    throw unfit(error) ? doesNotFit(shape, counter.count, error) : error
  }
  return counter.content()
}

const contentOf = async (where: Moving, shape: Shape): Promise<Content> => {
  const counter = counting()
  for await (const _ of counter.through(where.stream(shape)));
  return counter.content()
}

/** Data that the other engine doesn't take (classes 22 and 23 of SQLSTATE), or text that is no JSON:
 * nothing that a second try would mend. */
const unfit = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  error instanceof RangeError ||
  error instanceof TypeError ||
  /^(2[23]|SQLITE_(CONSTRAINT|MISMATCH|TOOBIG))/.test(String((error as { code?: unknown }).code))

const doesNotFit = ({ name }: Shape, count: number, cause: unknown) =>
  new StewardError('check_failed', `A row of ${name} can not be copied.`, {
    hint: `It is among those up to number ${count}. See what is wrong with: steward db check`,
    details: { table: name },
    cause,
  })

async function* single(batches: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[]> {
  for await (const rows of batches) yield* rows
}

const firstDifference = async (from: Moving, into: Moving, shape: Shape) => {
  const here = single(from.stream(shape))
  const there = single(into.stream(shape))
  try {
    for (;;) {
      const [a, b] = [(await here.next()).value, (await there.next()).value]
      const columns = shape.columns.filter((_, at) => a?.[at] !== b?.[at])
      if (columns.length === 0 && a && b) continue
      return { key: keyOf(shape, a ?? b), columns: columns.map(({ name }) => name) }
    }
  } finally {
    await here.return(undefined)
    await there.return(undefined)
  }
}

const keyOf = ({ columns, key }: Shape, row: Cell[] | undefined): string | null =>
  row ? key.map(({ name }) => row[columns.findIndex(column => column.name === name)]).join() : null
