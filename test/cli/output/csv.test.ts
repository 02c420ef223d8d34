import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvColumn, csvColumnsOf, csvWriter } from '../../../src/cli/output/csv.ts'
import type { Row } from '../../../src/cli/output/value.ts'
import { guarded, unguarded } from '../../../src/kernel/formula.ts'
import { actingIn, hostile } from './hostile.ts'

async function csv(columns: CsvColumn[], batches: Row[][], options = {}) {
  const parts: string[] = []
  const writer = await csvWriter(columns, async part => parts.push(part), options)
  for (const rows of batches) await writer.rows(rows)
  return parts.join('')
}

describe('cells', () => {
  it.each([
    ['null is nothing', null, ''],
    ['a flag is true or false', true, 'true'],
    ['a number is itself, even below zero', -5, '-5'],
    ['an amount is itself, even below zero', '-12.50', '-12.50'],
    ['an instant is ISO 8601', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a list is joined by ;', ['a', 'b'], 'a;b'],
    ['a list that holds a ; is JSON', ['a;b', 'c'], '"[""a;b"",""c""]"'],
    ['a list of records is JSON', [{ a: 1 }], '"[{""a"":1}]"'],
    ['a list that starts like a formula is guarded', ['=1', 'b'], "'=1;b"],
    ['a formula is guarded', '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['text with a plus is guarded', '+33612345678', "'+33612345678"],
  ])('%s', async (_, value, cell) => {
    expect(await csv([{ key: 'a' }], [[{ a: value }]], { headers: false })).toBe(`${cell}\n`)
  })

  it('a phone number keeps its plus, and nothing else in its column does', async () => {
    const rows = [{ p: '+33612345678' }, { p: '+1+cmd' }]
    expect(await csv([{ key: 'p', phone: true }], [rows])).toBe("p\n+33612345678\n'+1+cmd\n")
  })
})

describe('columns', () => {
  it('are headed by their title or else their key, once', async () => {
    const columns = [{ key: 'a', title: 'First' }, { key: 'b.c' }]
    const text = await csv(columns, [[{ a: 1, b: { c: 2 } }], [{ a: 3, b: null }]])
    expect(text).toBe('First,b.c\n1,2\n3,\n')
  })

  it('are said even when there are no rows', async () => {
    expect(await csv([{ key: 'a' }], [[]])).toBe('a\n')
  })

  it('can be spread out of a row', () => {
    const columns = csvColumnsOf({ a: 1, b: { c: 2, d: { e: null } }, f: [1], g: {} })
    expect(columns.map(({ key }) => key)).toEqual(['a', 'b.c', 'b.d.e', 'f', 'g'])
  })
})

describe('text', () => {
  it('comes back exactly once an import takes its one apostrophe away', async () => {
    const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'=", "''-", "'-1", '-1')
    const text = fc.tuple(start, fc.string({ unit: 'binary' })).map(parts => parts.join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async texts => {
        const file = await csv([{ key: 'n' }, { key: 't' }], [texts.map((t, n) => ({ n, t }))])
        const rows: string[][] = parse(file, { from_line: 2, recordDelimiter: '\n' })
        expect(rows.map(([, cell]) => unguarded(cell!))).toEqual(texts)
        for (const [, cell] of rows) expect(cell).toMatch(/^([^=+\-@\t\r]|-\d+(\.\d+)?$|$)/u)
      }),
    )
  })

  it('gets one apostrophe, and loses exactly one', () => {
    expect(["'tis", "'=1", '=1', '-1'].map(guarded)).toEqual(["'tis", "''=1", "'=1", '-1'])
    expect(["'tis", "''=1", "'=1", '-1'].map(unguarded)).toEqual(["'tis", "'=1", '=1', '-1'])
  })

  it('is spelled out on a terminal, and exact in a file', async () => {
    // The store refuses these, and no file of UTF-8 can hold them.
    const lone = 'lone surrogates'
    const columns = Object.keys(hostile).map(key => ({ key }))
    expect(actingIn(await csv(columns, [[hostile]], { visible: true }))).toEqual([])
    const [row] = parse(await csv(columns, [[hostile]]), { columns: true, recordDelimiter: '\n' })
    expect(row).toEqual({ ...hostile, [lone]: hostile[lone]?.toWellFormed() })
  })
})
