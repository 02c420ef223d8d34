/** A list as a table that fits the terminal, or as one record after another where it is narrow. */
import { gap, layOut, type Size } from './layout.ts'
import type { Colour, Paint, Tone } from './paint.ts'
import { painterOf } from './paint.ts'
import { recordText } from './record.ts'
import { isolated, visible } from './safe.ts'
import type { Look, Terminal } from './terminal.ts'
import { lookOf } from './terminal.ts'
import type { Row } from './value.ts'
import { plainText, valueAt } from './value.ts'
import { cut, width } from './width.ts'

export type Column = {
  /** Where the value is in the row, a dotted path. */
  key: string
  title: string
  /** 0 is never left out; the highest goes first, the rightmost of equals. 1, or 0 with `keep`. */
  priority?: number
  /** Right for numbers unless told otherwise. What stands on the right is never cut. */
  align?: 'left' | 'right'
  /** The fewest cells a text is cut down to; 16, and never less than the title. */
  min?: number
  /** Never cut, as for ids. */
  keep?: boolean
  /** The text of a cell. It need not be safe, and carries no colour of its own. */
  format?: (value: unknown, row: Row, look: Look) => string
  /** What stands for a record in one cell of a CSV; without it each of its members has a column. */
  csv?: (value: Row) => unknown
  colour?: (value: unknown) => Colour | undefined
}

export type TableOptions = {
  terminal: Terminal
  headers: boolean
  /** Everything at full length, however long the lines get. */
  wide: boolean
}

/** `text` ends in a newline, or is '' without rows; `dropped` are the titles of columns left out. */
export type RenderedTable = { text: string; dropped: string[] }

type Cell = { text: string; tone: Tone | undefined }
type Shown = { column: Column; align: 'left' | 'right'; cells: Cell[]; width: number }

/** Below this many cells a table is unreadable, and each row becomes a record. */
const narrow = 60

/** Lays `rows` out in `columns` for a terminal, whose width no line exceeds (unless `wide`). */
export async function renderTable(
  rows: readonly Row[],
  columns: readonly Column[],
  { terminal, headers, wide }: TableOptions,
): Promise<RenderedTable> {
  if (rows.length === 0) return { text: '', dropped: [] }
  const look = lookOf(terminal)
  const paint = await painterOf(look.colours)
  const all = columns.map(column => measured(rows, column, headers, look))
  const sizes = all.map(sizeOf)
  const widths = wide
    ? sizes.map(size => size.natural)
    : look.width < narrow
      ? undefined
      : layOut(sizes, look.width)
  if (!widths) return { text: asRecords(rows, columns, look, paint), dropped: [] }
  const shown = all
    .map((column, index) => ({ ...column, width: widths[index]! }))
    .filter(column => column.width > 0)
  const dropped = columns.filter((_, index) => widths[index] === 0).map(column => column.title)
  return { text: await drawn(shown, rows.length, headers, look, paint), dropped }
}

function measured(rows: readonly Row[], column: Column, headers: boolean, look: Look): Shown {
  const cells = rows.map(row => cellOf(row, column, look))
  const title = headers ? width(headOf(column)) : 0
  return {
    column,
    align: column.align ?? (holdsNumbers(rows, column.key) ? 'right' : 'left'),
    cells,
    width: cells.reduce((widest, cell) => Math.max(widest, width(cell.text)), Math.max(1, title)),
  }
}

function cellOf(row: Row, { key, format, colour }: Column, look: Look): Cell {
  const value = valueAt(row, key)
  const text = visible(format ? format(value, row, look) : plainText(value))
  if (text === '') return { text: look.unicode ? '–' : '-', tone: 'dim' }
  return { text, tone: colour?.(value) }
}

function holdsNumbers(rows: readonly Row[], key: string): boolean {
  const values = rows.map(row => valueAt(row, key)).filter(value => value != null)
  const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint'
  return values.length > 0 && values.every(isNumber)
}

function sizeOf({ column, align, width: natural }: Shown): Size {
  const { keep = false, min = 16, priority = keep ? 0 : 1 } = column
  const rigid = keep || align === 'right'
  const floor = rigid ? natural : Math.min(natural, Math.max(min, width(headOf(column))))
  return { natural, floor, priority }
}

/** Capitals set the header apart where there is no colour to do it. */
const headOf = (column: Column) => visible(column.title).toUpperCase()

function asRecords(rows: readonly Row[], columns: readonly Column[], look: Look, paint: Paint) {
  const sections = rows.map(row => ({
    fields: columns.map((column): [string, unknown, object] => {
      const value = valueAt(row, column.key)
      const text = column.format ? column.format(value, row, look) : plainText(value)
      return [column.title, text, { keep: column.keep, colour: column.colour?.(value) }]
    }),
  }))
  return recordText(sections, look, paint)
}

/** cli-table3 takes time by the square of the rows, and widths are settled: it gets few at a time. */
const block = 10

async function drawn(
  columns: readonly Shown[],
  count: number,
  headers: boolean,
  look: Look,
  paint: Paint,
): Promise<string> {
  const draw = await drawerOf(columns, look, paint)
  const head: Cell[] = columns.map(({ column }) => ({ text: headOf(column), tone: 'bold' }))
  let text = headers ? draw([head]) : ''
  for (let start = 0; start < count; start += block) {
    const numbers = Array.from({ length: Math.min(block, count - start) }, (_, n) => start + n)
    text += draw(numbers.map(number => columns.map(column => column.cells[number]!)))
  }
  return text
}

/**
 * Draws lines of cells. cli-table3 measures by an older table of widths than terminals go by, so it
 * lays out stand-ins, as many letters as a cell is wide, which the real text then replaces.
 */
async function drawerOf(columns: readonly Shown[], look: Look, paint: Paint) {
  const { default: Table } = await import('cli-table3')
  const options = {
    chars: { ...noRules, middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: columns.map(column => column.width),
    colAligns: columns.map(column => column.align),
  }
  return (lines: Cell[][]): string => {
    const table = new Table(options)
    const texts: string[] = []
    for (const line of lines) {
      const standIns = line.map(({ text, tone }, index) => {
        const part = cut(text, columns[index]!.width)
        const cells = width(part)
        if (cells > 0) texts.push(paint(look.isolate ? isolated(part) : part, tone))
        return 'x'.repeat(cells)
      })
      table.push(standIns)
    }
    const laidOut = table.toString().replace(/ +$/gm, '')
    return `${laidOut.replace(/x+/g, () => texts.shift()!)}\n`
  }
}

/** No rule is drawn, neither across nor down. */
const noRules = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
    ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map(name => [name, '']),
)
