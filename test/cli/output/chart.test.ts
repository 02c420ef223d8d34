import { describe, expect, it } from 'vitest'
import { bars, columnsChart, sparkline, thousands } from '../../../src/cli/output/chart.ts'
import { actingIn, hostile, linesOf, widest } from './hostile.ts'

const ascii = /^[\x20-\x7e\n]*$/

it('numbers have thousands separators, of any size', () => {
  expect([1234567.5, -1000, 12n ** 20n].map(thousands)).toEqual([
    '1,234,567.5',
    '-1,000',
    '3,833,759,992,447,475,122,176',
  ])
})

describe('bars', () => {
  const rows = [
    { label: 'France', value: 2000 },
    { label: 'Chad', value: 1 },
    { label: 'Peru', value: 0 },
  ]

  it('are to scale, with a sliver for what is hardly there', () => {
    expect(linesOf(bars(rows, { width: 25, unicode: true }))).toEqual([
      'France  ██████████  2,000',
      'Chad    ▏  1',
      'Peru    0',
    ])
  })

  it('do with ASCII', () => {
    expect(linesOf(bars(rows, { width: 25, unicode: false }))[0]).toBe('France  ##########  2,000')
    expect(bars(rows, { width: 25, unicode: false })).toMatch(ascii)
  })

  it.each([40, 60, 80, 200])('of hostile labels fit %i columns and act on nothing', width => {
    const labelled = Object.values(hostile).map((label, value) => ({ label, value: value ** 5 }))
    const text = bars(labelled, { width, unicode: true, isolate: true })
    expect(widest(text)).toBeLessThanOrEqual(width)
    expect(actingIn(text)).toEqual([])
  })

  it('of nothing are nothing', () => {
    expect(bars([], { width: 40, unicode: true })).toBe('')
    expect(bars([{ label: 'a', value: 0 }], { width: 40, unicode: true })).toBe('a  0\n')
  })
})

describe('a sparkline', () => {
  it('rises from zero to the largest', () => {
    expect(sparkline([0, 1, 7, 14])).toBe('▁▂▅█')
    expect(sparkline([0, 1, 7, 14], false)).toBe('.:+#')
    expect(sparkline([0, 0])).toBe('▁▁')
    expect(sparkline([])).toBe('')
  })
})

describe('columns over time', () => {
  const look = { width: 30, height: 3, unicode: true }

  it('stand over their labels, with the largest number beside them', () => {
    expect(linesOf(columnsChart([0, 500, 1000], ['Mon', 'Tue', 'Wed'], look))).toEqual([
      '1,000 ┤              ██████',
      '      ┤       ▄▄▄▄▄▄ ██████',
      '    0 ┤       ██████ ██████',
      '       Mon    Tue    Wed',
    ])
  })

  it('are added up in groups when there are too many, and say so', () => {
    const values = Array.from({ length: 365 }, () => 10)
    const text = columnsChart(
      values,
      values.map((_, day) => `day ${day}`),
      look,
    )
    expect(widest(text)).toBeLessThanOrEqual(30)
    expect(linesOf(text).at(-1)).toContain('(16 to a column)')
    expect(linesOf(text)[0]).toContain('160 ┤')
  })

  it('do with ASCII', () => {
    const text = columnsChart([1, 2, 3], ['a', 'b', 'c'], { ...look, unicode: false })
    expect(text).toMatch(ascii)
  })

  it.each([40, 80, 200])('of hostile labels fit %i columns and act on nothing', width => {
    const labels = Object.values(hostile)
    const values = labels.map((_, index) => index)
    const text = columnsChart(values, labels, { width, height: 5, unicode: true, isolate: true })
    expect(widest(text)).toBeLessThanOrEqual(width)
    expect(actingIn(text)).toEqual([])
  })

  it('of nothing are nothing', () => {
    expect(columnsChart([], [], look)).toBe('')
  })
})
