import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, renderTable } from '../../../src/cli/output/table.ts'
import { width } from '../../../src/cli/output/width.ts'
import { actingIn, anyText, hostile, linesOf, terminal, uncoloured, widest } from './hostile.ts'

const columns: Column[] = [
  { key: 'id', title: 'Id', keep: true },
  { key: 'name', title: 'Name', priority: 0 },
  {
    key: 'status',
    title: 'Status',
    priority: 2,
    colour: value => (value === 'active' ? 'green' : 'red'),
  },
  { key: 'credits', title: 'Credits', priority: 3 },
  { key: 'account.name', title: 'Account', priority: 4 },
]
const id = (number: number) => `con_${String(number).padStart(20, '0')}`
const row = (name: string, number = 1) => ({
  id: id(number),
  name,
  status: 'active',
  credits: 1250,
  account: { name },
})
const rows = Object.values(hostile).map(row)

describe.each([40, 60, 80, 200])('a table of hostile names at %i columns', columnCount => {
  it.each([
    ['in colour', { color: true }],
    ['without colour', { color: false }],
    ['piped', { tty: false }],
  ])('%s fits, acts on nothing and cuts no id', async (_, options) => {
    const look = { terminal: terminal(columnCount, options), headers: true, wide: false }
    const { text } = await renderTable(rows, columns, look)
    expect(widest(text)).toBeLessThanOrEqual(columnCount)
    expect(actingIn(text)).toEqual([])
    for (const { id } of rows) expect(text).toContain(id)
  })
})

describe('what is shown', () => {
  const plain = { terminal: terminal(80, { tty: false }), headers: true, wide: false }

  it('is a header, and numbers on the right', async () => {
    const { text } = await renderTable(
      [
        { a: 'x', n: 5 },
        { a: null, n: 1250 },
      ],
      [
        { key: 'a', title: 'Name' },
        { key: 'n', title: 'N' },
      ],
      plain,
    )
    expect(text).toBe('NAME     N\nx        5\n–     1250\n')
  })

  it('is nothing without rows', async () => {
    expect(await renderTable([], columns, plain)).toEqual({ text: '', dropped: [] })
  })

  it('has no header when none is wanted', async () => {
    const { text } = await renderTable([{ a: 'x' }], [{ key: 'a', title: 'Name' }], {
      ...plain,
      headers: false,
    })
    expect(text).toBe('x\n')
  })

  it('names the columns that had no room', async () => {
    const narrow = { ...plain, terminal: terminal(62) }
    const { text, dropped } = await renderTable([row('A rather long name')], columns, narrow)
    expect(dropped).toEqual(['Account'])
    expect(text).not.toContain('ACCOUNT')
  })

  it('is everything, however long, when wide', async () => {
    const name = 'n'.repeat(300)
    const wide = { ...plain, terminal: terminal(40), wide: true }
    const { text, dropped } = await renderTable([row(name)], columns, wide)
    expect(dropped).toEqual([])
    expect(text).toContain(`${name}  active`)
  })

  it('is a record per row on a narrow terminal', async () => {
    const narrow = { ...plain, terminal: terminal(40) }
    const { text } = await renderTable([row('Ada', 1), row('Bob', 2)], columns, narrow)
    expect(linesOf(text).slice(0, 3)).toEqual([
      `Id       ${id(1)}`,
      'Name     Ada',
      'Status   active',
    ])
    expect(linesOf(text)[5]).toBe('')
  })

  it('keeps an id whole that has no room beside its label', async () => {
    const long = `con_${'7'.repeat(36)}`
    const narrow = { ...plain, terminal: terminal(40) }
    const { text } = await renderTable([{ id: long }], columns.slice(0, 1), narrow)
    expect(linesOf(text)).toEqual(['Id', long])
  })

  it('comes from `format`, which sees the row and the look', async () => {
    const format: Column['format'] = (value, row, look) => `${value}/${row.b}/${look.width}\u001b`
    const { text } = await renderTable([{ a: 1, b: 2 }], [{ key: 'a', title: 'A', format }], plain)
    expect(linesOf(text)[1]).toBe('1/2/80\\x1b')
  })

  it('has colour only where the terminal has it', async () => {
    const colour = { ...plain, terminal: terminal(80, { color: true }) }
    const inColour = (await renderTable([row('Ada')], columns, colour)).text
    expect(inColour).toContain('\u001b[32mactive\u001b[39m')
    expect(inColour).toContain('\u001b[1mNAME\u001b[22m')
    expect(uncoloured(inColour)).toBe((await renderTable([row('Ada')], columns, plain)).text)
  })

  it('fences right-to-left cells in on a terminal', async () => {
    const onScreen = { ...plain, terminal: terminal(80) }
    expect((await renderTable([row('שלום')], columns, onScreen)).text).toContain('\u2068שלום\u2069')
    expect((await renderTable([row('שלום')], columns, plain)).text).not.toContain('\u2068')
  })
})

it('fits and aligns whatever the text and the width', async () => {
  const cells = fc.record({ a: anyText, b: anyText, c: fc.option(fc.integer()) })
  const three: Column[] = [
    { key: 'a', title: 'First', priority: 0 },
    { key: 'mark', title: '|', keep: true },
    { key: 'b', title: 'Second' },
    { key: 'c', title: 'Third', priority: 2 },
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(cells, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 40, max: 200 }),
      fc.boolean(),
      async (data, columnCount, color) => {
        const marked = data.map(cell => ({ ...cell, mark: '│' }))
        const look = { terminal: terminal(columnCount, { color }), headers: true, wide: false }
        const { text } = await renderTable(marked, three, look)
        expect(widest(text)).toBeLessThanOrEqual(columnCount)
        expect(actingIn(text)).toEqual([])
        if (columnCount < 60) return
        const [head, ...body] = linesOf(text)
        expect(body).toHaveLength(data.length)
        const before = width(head!.split('|')[0]!)
        for (const line of body) {
          const at = [...line.matchAll(/│/g)].map(({ index }) => width(line.slice(0, index)))
          expect(at).toContain(before)
        }
      },
    ),
  )
})

it('stays quick with many rows', async () => {
  const many = Array.from({ length: 3000 }, (_, number) => row('Ada', number))
  const look = { terminal: terminal(80), headers: true, wide: false }
  const { text } = await renderTable(many, columns, look)
  expect(linesOf(text)).toHaveLength(3001)
  expect(linesOf(text).at(-1)).toContain(id(2999))
})
