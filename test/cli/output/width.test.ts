import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visible } from '../../../src/cli/output/safe.ts'
import { cut, pad, width, wrap } from '../../../src/cli/output/width.ts'
import { anyText, hostile } from './hostile.ts'

const shownText = anyText.map(visible)
const cells = fc.integer({ min: 2, max: 60 })

describe('width', () => {
  it('counts cells, not characters', () => {
    expect(['abc', '株式', '👨‍👩‍👧‍👦', '🇫🇷', 'e\u0301', ''].map(width)).toEqual([3, 4, 2, 2, 1, 0])
  })
})

describe('cut', () => {
  it('leaves what fits, and ends what it cuts with an ellipsis', () => {
    expect(cut('hello', 5)).toBe('hello')
    expect(cut('hello world', 7)).toBe('hello…')
    expect(cut('hello', 1)).toBe('…')
    expect(cut('hello', 0)).toBe('')
  })

  it('never tears a character apart', () => {
    expect(cut('株式会社', 6)).toBe('株式…')
    expect(cut('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 4)).toBe('👨‍👩‍👧‍👦…')
    expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
  })

  it('fits any text into any room', () => {
    fc.assert(
      fc.property(shownText, cells, (text, max) => {
        expect(width(cut(text, max))).toBeLessThanOrEqual(max)
      }),
    )
  })

  it('cuts a very long text too', () => {
    expect(cut('é'.repeat(1_000_000), 10)).toBe(`${'é'.repeat(9)}…`)
  })
})

describe('wrap', () => {
  it('breaks at spaces, and inside a word only when it is longer than a line', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox'])
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b'])
    expect(wrap('', 10)).toEqual([''])
  })

  it('loses nothing but the spaces at its breaks, and no line is too long', () => {
    const spaceless = (text: string) => text.replaceAll(' ', '')
    fc.assert(
      fc.property(shownText, cells, (text, max) => {
        const lines = wrap(text, max)
        expect(spaceless(lines.join(''))).toBe(spaceless(text))
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(max)
      }),
    )
  })

  it.each(Object.entries(hostile))('fits %s', (_, text) => {
    for (const line of wrap(visible(text), 20)) expect(width(line)).toBeLessThanOrEqual(20)
  })
})

describe('pad', () => {
  it('fills up on the side away from the text', () => {
    expect([pad('株', 4), pad('株', 4, 'right'), pad('longer', 3)]).toEqual([
      '株  ',
      '  株',
      'longer',
    ])
  })
})
