/** Printing a list row by row, however long it is: `--all` and exports stream through here. */
import type { Answering } from './answer.ts'
import { csvColumnsOf, csvWriter } from './output/csv.ts'
import { idsLine, ndjsonLine, yamlText } from './output/formats.ts'
import { pick } from './output/pick.ts'
import { escapedJson } from './output/safe.ts'
import { renderTable } from './output/table.ts'
import type { Row } from './output/value.ts'
import { type Written, write } from './output/write.ts'

export type PageLike = {
  data: Row[]
  hasMore: boolean
  nextCursor: string | null
  total: number | null
}

/** Takes rows as they come. `closed` says that nobody reads any more. */
export type RowPrinter = {
  rows(rows: Row[]): Promise<Written>
  /** After the last row; `total` is of the whole list, and so is what else its envelope says. */
  end(total: number | null, more?: Row): Promise<void>
}

/** A page at a time needs little memory; V8 would still let room for new objects grow to a hundred
 * megabytes of rows long printed, before it looks at them. */
export const keepSmall = async (): Promise<void> => {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Page after page. `ahead`: while one is printed the next is asked for, since a server does its part
 * of it meanwhile. */
export async function* pagesOf(
  ask: (cursor?: string) => Promise<PageLike>,
  ahead: boolean,
): AsyncGenerator<PageLike> {
  let next: Promise<PageLike> | null = ask()
  while (next) {
    const page: PageLike = await next
    const after = () => (page.nextCursor === null ? null : ask(page.nextCursor))
    next = ahead ? after() : null
    // What goes wrong with it is told when it is its turn.
    next?.catch(() => undefined)
    yield page
    next ??= after()
  }
}

const nothing = async () => undefined

export const rowPrinter = async (how: Answering): Promise<RowPrinter> => {
  const { stdout } = how.terminal
  const picked = (rows: Row[]) => (how.fields ? (pick(rows, how.fields) as Row[]) : rows)
  const lines = (line: (row: Row) => string): RowPrinter => ({
    rows: rows => write(stdout, picked(rows).map(line).join('')),
    end: nothing,
  })
  if (how.format === 'ndjson') return lines(ndjsonLine)
  // What has no id, such as a setting, is named by its first member.
  if (how.format === 'ids') {
    return lines(row => idsLine(row, 'id' in row ? 'id' : Object.keys(row)[0]))
  }
  if (how.format === 'json') return jsonPrinter(how, picked)
  if (how.format === 'yaml') return yamlPrinter(how, picked)
  if (how.format === 'csv') return csvPrinter(how)
  return tablePrinter(how)
}

/** The envelope of a list, opened before the first row and closed after the last. */
const jsonPrinter = ({ terminal }: Answering, picked: (rows: Row[]) => Row[]): RowPrinter => {
  let before = '{\n  "data": ['
  return {
    rows(rows) {
      const texts = picked(rows).map(row => {
        const text = `${before}\n    ${escapedJson(row, 2).replaceAll('\n', '\n    ')}`
        before = ','
        return text
      })
      return write(terminal.stdout, texts.join(''))
    },
    async end(total, more) {
      const close = before === ',' ? '\n  ]' : `${before}]`
      const rest = escapedJson({ hasMore: false, nextCursor: null, total, ...more }, 2)
      await write(terminal.stdout, `${close},${rest.slice(1)}\n`)
    },
  }
}

/** YAML has no way to be written before its end is known. */
const yamlPrinter = ({ terminal }: Answering, picked: (rows: Row[]) => Row[]): RowPrinter => {
  const data: Row[] = []
  return {
    async rows(rows) {
      data.push(...picked(rows))
      return 'written'
    },
    async end(total, more) {
      const whole = { data, hasMore: false, nextCursor: null, total, ...more }
      await write(terminal.stdout, await yamlText(whole))
    },
  }
}

const csvPrinter = async ({
  terminal,
  fields,
  headers,
  columns,
}: Answering): Promise<RowPrinter> => {
  let writer: Awaited<ReturnType<typeof csvWriter<Written>>> | undefined
  const open = async (first: Row | undefined) => {
    const plain = new Map(columns.map(({ key, csv }) => [key, csv]))
    const all = () => (first ? csvColumnsOf(first, key => !!plain.get(key)) : columns)
    const keys = fields?.map(key => ({ key })) ?? all()
    const wanted = keys.map(({ key }) => ({ key, phone: key === 'phone', plain: plain.get(key) }))
    const options = { headers, visible: terminal.interactive.stdout }
    return csvWriter(wanted, text => write(terminal.stdout, text), options)
  }
  return {
    async rows(rows) {
      writer ??= await open(rows[0])
      return writer.rows(rows)
    },
    async end() {
      // An empty list still says its columns.
      if (!writer) await (await open(undefined)).rows([])
    },
  }
}

const tablePrinter = ({ terminal, fields, headers, wide, columns }: Answering): RowPrinter => {
  const wanted = fields?.map(key => ({ key, title: key })) ?? columns
  let first = true
  let told: string[] = []
  return {
    async rows(rows) {
      const { text, dropped } = await renderTable(rows, wanted, {
        terminal,
        headers: headers && first,
        wide,
      })
      first = false
      told = dropped
      return write(terminal.stdout, text)
    },
    async end() {
      if (told.length === 0) return
      await write(terminal.stderr, `Not shown for want of room: ${told.join(', ')}. Try --wide.\n`)
    },
  }
}
