import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapedJson, isolated, visible } from '../../../src/cli/output/safe.ts'
import { actingIn, anyText, hostile } from './hostile.ts'

describe('text on a terminal', () => {
  it.each(Object.entries(hostile))('%s can act on nothing', (_, text) => {
    expect(actingIn(visible(text))).toEqual([])
    expect(visible(text)).not.toContain('\n')
  })

  it('spells out what would act', () => {
    expect(visible('\u001b[31m')).toBe('\\x1b[31m')
    expect(visible('a\nb\r\tc\u0085')).toBe('a\\nb\\r\\tc\\x85')
    expect(visible('a\u202eb\ud800')).toBe('a\\u202eb\\ud800')
    expect(visible('x\u{e0041}')).toBe('x\\u{e0041}')
  })

  it('leaves ordinary text of any script as it is', () => {
    const texts = ['Ågnes O’Brien', '株式会社', 'می‌خواهم', 'क्‍ष', 'שלום', 'C:\\temp', 'e\u0301']
    for (const text of texts) expect(visible(text)).toBe(text)
  })

  it('leaves emoji whole, and shows tags and selectors that belong to none', () => {
    const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'
    for (const emoji of ['👨‍👩‍👧‍👦', '❤️', '❤️‍🔥', '1️⃣', '👩🏽‍🚀', '🏳️‍🌈', '🇫🇷', england]) {
      expect(visible(emoji)).toBe(emoji)
    }
    expect(visible('🏴\u{e0067}')).toBe('🏴\\u{e0067}')
    expect(visible('❤\ufe0f\ufe0e')).toBe('❤\ufe0f\\ufe0e')
    expect(visible('a\ufe0f')).toBe('a\\ufe0f')
    expect(visible('a\u200db')).toBe('a\\u200db')
  })

  it('cuts a pile of combining marks after the fourth', () => {
    expect(visible(`e${'\u0301'.repeat(4)}`)).toBe(`e${'\u0301'.repeat(4)}`)
    expect(visible(`e${'\u0301'.repeat(50)}!`)).toBe(`e${'\u0301'.repeat(4)}…!`)
  })

  it('gives a leading mark something of its own to sit on', () => {
    expect(visible('\u0301x')).toBe('◌\u0301x')
  })

  it('is safe for any text, and changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, text => {
        const once = visible(text)
        expect(actingIn(once)).toEqual([])
        expect(visible(once)).toBe(once)
      }),
    )
  })

  it('fences in what runs right to left, and nothing else', () => {
    expect(isolated('שלום')).toBe('\u2068שלום\u2069')
    expect(isolated('مرحبا')).toBe('\u2068مرحبا\u2069')
    expect(isolated('hello 株式')).toBe('hello 株式')
  })
})

describe('escaped JSON', () => {
  it('parses to exactly what went in, with no raw control character', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, anyText),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const text = escapedJson(value, indent)
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
          expect(actingIn(text)).toEqual([])
        },
      ),
    )
  })

  it('holds every hostile text', () => {
    const text = escapedJson(hostile, 2)
    expect(JSON.parse(text)).toEqual(hostile)
    expect(actingIn(text)).toEqual([])
  })

  it('writes nothing at all as null', () => {
    expect(escapedJson(undefined)).toBe('null')
  })
})
