import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gap, layOut } from '../../../src/cli/output/layout.ts'

const size = (natural: number, floor = natural, priority = 1) => ({ natural, floor, priority })

it('gives every column its natural width when there is room', () => {
  expect(layOut([size(10), size(20)], 80)).toEqual([10, 20])
})

it('shrinks the widest flexible column first, down to its floor', () => {
  expect(layOut([size(30, 10), size(20, 10), size(8)], 50)).toEqual([19, 19, 8])
  expect(layOut([size(100_000, 10), size(20)], 40)).toEqual([18, 20])
})

it('then leaves out the highest priority number, the rightmost of equals', () => {
  expect(layOut([size(20, 20, 0), size(20, 20, 2), size(20, 20, 3)], 50)).toEqual([20, 20, 0])
  expect(layOut([size(20, 20, 0), size(20, 20, 2), size(20, 20, 2)], 50)).toEqual([20, 20, 0])
  expect(layOut([size(20, 20, 0), size(20, 20, 3), size(20, 20, 2)], 50)).toEqual([20, 0, 20])
})

it('gives up when what must stay does not fit', () => {
  expect(layOut([size(40, 40, 0), size(30, 30, 0)], 60)).toBeUndefined()
})

it('never exceeds the width nor goes below a floor', () => {
  const sizes = fc.array(
    fc
      .record({
        natural: fc.integer({ min: 1, max: 300 }),
        floor: fc.integer({ min: 1, max: 60 }),
        priority: fc.nat(4),
      })
      .map(({ natural, floor, priority }) => size(natural, Math.min(natural, floor), priority)),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(sizes, fc.integer({ min: 40, max: 200 }), (columns, width) => {
      const widths = layOut(columns, width)
      if (!widths) return
      const shown = widths.filter(cells => cells > 0)
      expect(shown.reduce((sum, cells) => sum + cells + gap, -gap)).toBeLessThanOrEqual(width)
      for (const [index, cells] of widths.entries()) {
        const { floor, natural, priority } = columns[index]!
        if (cells === 0) expect(priority).toBeGreaterThan(0)
        else expect(cells).toBeGreaterThanOrEqual(floor)
        expect(cells).toBeLessThanOrEqual(natural)
      }
    }),
  )
})
