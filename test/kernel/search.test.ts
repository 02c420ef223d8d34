import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseText, searchText, searchWords } from '../../src/kernel/search.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'aß ẞſæŒøŁđΣσς\u0301İıﬃ\u00a0\t.-0()+4가') }),
)

/** A text and a stretch of it that starts and ends between letters with their marks. */
const textAndStretch = fc.tuple(anyText, fc.nat(), fc.nat()).map(([text, a, b]) => {
  const letters = text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
  const [from, to] = [a % (letters.length + 1), b % (letters.length + 1)].sort((x, y) => x - y)
  return { text, stretch: letters.slice(from, to).join('') }
})

describe('normaliseText', () => {
  test.each([
    ['  Ada\t\u00a0Lovelace\n', 'ada lovelace'],
    ['José NÚÑEZ', 'jose nunez'],
    ['Straße, STRASSE, STRAẞE', 'strasse, strasse, strasse'],
    ['Søren ŁUCJA Æsa œuvre', 'soren lucja aesa oeuvre'],
    ['Đặng ÞÓRA Ŋaŋa ɓala Ǿ', 'dang thora nana bala o'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['İstanbul ISPARTA ısparta', 'istanbul isparta isparta'],
    ['ﬃ Ａ１ ²', 'ffi a1 2'],
    ['\u0301', ''],
  ])('makes %j %j', (text, normal) => {
    expect(normaliseText(text)).toBe(normal)
  })

  test('applying it twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, text => {
        const once = normaliseText(text)
        expect(normaliseText(once)).toBe(once)
      }),
    )
  })

  test('every single character has a stable normal form', () => {
    const unstable: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const once = normaliseText(String.fromCodePoint(code))
      if (normaliseText(once) !== once) unstable.push(code.toString(16))
    }
    expect(unstable).toEqual([])
  })
})

describe('searchText', () => {
  test('is its parts, one a line, without the empty ones', () => {
    expect(
      searchText('Ada  Lovelace', null, 'ADA@Example.com', undefined, ' ', '+255712345678'),
    ).toBe('ada lovelace\nada@example.com\n+255712345678\n\n')
    expect(searchText()).toBe('')
  })

  test('repeats grouped numbers as digits, each once', () => {
    expect(searchText('INV-2026-0712', '2026-0712', '(0712)')).toBe(
      'inv-2026-0712\n2026-0712\n(0712)\n20260712\n\n',
    )
  })

  test('a stretch of a part is found by its normal form', () => {
    fc.assert(
      fc.property(textAndStretch, anyText, ({ text, stretch }, other) => {
        expect(searchText(other, text)).toContain(normaliseText(stretch))
      }),
    )
  })

  test('every word of a query that is a stretch of a part is found', () => {
    fc.assert(
      fc.property(textAndStretch, anyText, ({ text, stretch }, other) => {
        const stored = searchText(text, other)
        expect(searchWords(stretch).filter(word => !stored.includes(word))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('searchWords', () => {
  test('are normalised, each once, in order, and none for an empty query', () => {
    expect(searchWords(' Ada LOVELACE\tÁda ')).toEqual(['ada', 'lovelace'])
    expect(searchWords(' \n')).toEqual([])
  })

  test('are at most 12', () => {
    const letters = [...'abcdefghijklmnop']
    expect(searchWords(letters.join(' '))).toEqual(letters.slice(0, 12))
  })

  test.each([
    ['+255 712-345', ['255', '712345']],
    ['(0712) 345 678', ['712', '345', '678']],
    ['0712345678', ['712345678']],
    ['0712.345–678', ['712345678']],
    ['00255712345678', ['255712345678']],
    ['+255(0)712 345678', ['255', '712', '345678']],
    ['+255 (0) 712', ['255', '712']],
  ])('the phone-like query %j is %j, found in +255712345678', (query, words) => {
    expect(searchWords(query)).toEqual(words)
    const stored = searchText('Ada', '+255712345678')
    expect(words.every(word => stored.includes(word))).toBe(true)
  })

  test('short numbers keep their zeros, and marks without a digit stay as they are', () => {
    expect(searchWords('007 0 - (+) a-0712')).toEqual(['007', '0', '-', '(+)', 'a-0712'])
  })
})
