/**
 * CSV as RFC 4180 has it, and as spreadsheets write it: rows end with LF, CRLF or CR; cells are
 * apart by commas, semicolons or tabs; a cell in quotes may hold all of these, and two quotes for one.
 * Written here and not taken from a library, because one quote too many must cost one row and not the
 * file, and has to be told by line and column.
 */
import { type BadLine, badByteText, type Source } from './bytes.ts'
import { lineEndOf, linesOf } from './lines.ts'

export type CsvRecord = {
  /** The line that it begins on, from 1. */
  line: number
  cells: string[]
  /** The lines that it is made of, as they stand there; bytes where they are no text. */
  text: string | Uint8Array
  fault: CsvFault | null
}

/** `column` counts cells, from 1. */
export type CsvFault = { column: number; message: string }

/** No cell of ours is nearly as long: a quote that is open for so long was never closed. */
const longestRecord = 100_000

/** Records in batches, as the file's lines come; blank lines are none. */
export async function* csvRecords(source: Source, delimiter: string): AsyncGenerator<CsvRecord[]> {
  const end = lineEndOf(source)
  let open: Taken = { texts: [], bad: new Map(), first: 1, delimiter, end, ended: false }
  for await (const { texts, bad } of linesOf(source)) {
    const held = open.texts.length
    // One by one: a spread of so many arguments would overflow the stack.
    const all = held === 0 ? texts : open.texts.concat(texts)
    for (const [at, byte] of bad ?? []) open.bad.set(held + at, byte)
    const { records, used } = recordsIn({ ...open, texts: all })
    yield records
    open = { ...open, texts: all.slice(used), first: open.first + used, bad: after(open.bad, used) }
  }
  yield recordsIn({ ...open, ended: true }).records
}

/** Lines that were read and are not yet part of a record. */
type Taken = {
  texts: string[]
  bad: Map<number, BadLine>
  first: number
  delimiter: string
  end: string
  ended: boolean
}

const after = (bad: Map<number, BadLine>, used: number): Map<number, BadLine> =>
  bad.size === 0
    ? bad
    : new Map([...bad].flatMap(([at, byte]) => (at < used ? [] : [[at - used, byte] as const])))

const recordsIn = (taken: Taken): { records: CsvRecord[]; used: number } => {
  const { texts, bad, first } = taken
  const records: CsvRecord[] = []
  let at = 0
  while (at < texts.length) {
    const text = texts[at]!
    const blank = text === '' || text === '\r'
    const found = blank ? null : recordAt(taken, at)
    if (found === 'more') break
    if (found) {
      const { cells, fault, used } = found
      const whole = used === 1 ? text : texts.slice(at, at + used).join(taken.end)
      const record = { line: first + at, cells, text: whole, fault }
      records.push(bad.size === 0 ? record : withBadByte(record, taken, at, used))
      at += used
    } else at += 1
  }
  return { records, used: at }
}

const withBadByte = (
  record: CsvRecord,
  { texts, bad, end }: Taken,
  at: number,
  used: number,
): CsvRecord => {
  const lines = texts.slice(at, at + used).map((_, down) => at + down)
  const first = lines.find(line => bad.has(line))
  if (first === undefined) return record
  const cell = record.cells.findIndex(text => text.includes('\ufffd'))
  const place = used > 1 ? `Line ${record.line + first - at}: ` : ''
  const fault = { column: cell + 1 || 1, message: place + badByteText(bad.get(first)!) }
  const bytes = lines.flatMap((line, down) => [
    Buffer.from(down === 0 ? '' : end),
    bad.get(line)?.bytes ?? Buffer.from(texts[line]!),
  ])
  return { ...record, text: Buffer.concat(bytes), fault }
}

type Found = { cells: string[]; fault: CsvFault | null; used: number }

/** The record that begins on a line; `more` when its end is not among the lines at hand. */
const recordAt = (taken: Taken, at: number): Found | 'more' => {
  const { texts, delimiter, end, ended } = taken
  let text = texts[at]!
  if (!text.includes('"')) {
    const bare = text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text
    return { cells: bare.split(delimiter), fault: null, used: 1 }
  }
  let used = 1
  for (;;) {
    const read = cellsIn(text, delimiter)
    if (read.state === 'whole') return { cells: read.cells, fault: null, used }
    // What follows a fault may be sound: the next line is read as if this one had not been.
    if (read.state === 'fault') return { cells: read.cells, fault: read.fault, used: 1 }
    const from = used
    let length = text.length
    while (at + used < texts.length && !texts[at + used]!.includes('"')) {
      length += texts[at + used]!.length + 1
      used += 1
    }
    const column = read.cells.length + 1
    const fault = { column, message: `The quote that opens cell ${column} is not closed.` }
    if (length > longestRecord) return { cells: read.cells, fault, used: 1 }
    if (at + used >= texts.length) return ended ? { cells: read.cells, fault, used: 1 } : 'more'
    used += 1
    text = [text, ...texts.slice(at + from, at + used)].join(end)
  }
}

type Read =
  | { state: 'whole' | 'open'; cells: string[] }
  | { state: 'fault'; cells: string[]; fault: CsvFault }

const quote = 34

const cellsIn = (text: string, delimiter: string): Read => {
  const cells: string[] = []
  const faulty = (message: string): Read => ({
    state: 'fault',
    cells,
    fault: { column: cells.length, message },
  })
  let at = 0
  for (;;) {
    const quoted = text.charCodeAt(at) === quote
    const stop = quoted ? closing(text, at + 1) : text.indexOf(delimiter, at)
    if (quoted && stop < 0) return { state: 'open', cells }
    const to = stop < 0 ? text.length : stop
    const last = quoted ? isEnd(text, to + 1) : stop < 0
    const cell = quoted ? unquoted(text.slice(at + 1, to)) : text.slice(at, to)
    cells.push(last && !quoted && cell.endsWith('\r') ? cell.slice(0, -1) : cell)
    if (!quoted && cell.includes('"')) {
      return faulty('A cell with a quote in it has to stand in quotes, and its own be doubled.')
    }
    if (last) return { state: 'whole', cells }
    if (quoted && text[to + 1] !== delimiter) return faulty('Text follows a closing quote.')
    at = to + (quoted ? 2 : 1)
  }
}

const closing = (text: string, from: number): number => {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charCodeAt(at + 1) === quote) at = text.indexOf('"', at + 2)
  return at
}

const isEnd = (text: string, at: number): boolean =>
  at === text.length || (at === text.length - 1 && text.charCodeAt(at) === 13)

const unquoted = (text: string): string => (text.includes('""') ? text.replaceAll('""', '"') : text)

/** Spreadsheets separate by semicolons or tabs where the comma is the decimal sign: what stands most
 * often in the first line, outside quotes, is what separates. Excel may say it in a line of its own. */
export const delimiterOf = ({ head }: Source): { delimiter: string; said: boolean } => {
  const lines = head.toString('utf8').split(/[\r\n]+/, 2)
  const line = lines.find(text => text !== '') ?? ''
  const said = /^sep=(.)$/.exec(line)?.[1]
  if (said) return { delimiter: said, said: true }
  const bare = line.replace(/"[^"]*"/g, '')
  const often = (mark: string) => bare.split(mark).length
  const delimiter = [',', ';', '\t'].reduce((best, mark) =>
    often(mark) > often(best) ? mark : best,
  )
  return { delimiter, said: false }
}
