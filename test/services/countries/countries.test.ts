import { describe, expect, it } from 'vitest'
import { countryCodes, countryName, countryOf } from '../../../src/services/countries/countries.ts'

describe('a country', () => {
  it('is found by alpha-2 and alpha-3 code in any case', () => {
    for (const text of ['TZ', 'tz', 'TZA', 'tza', ' Tz ']) expect(countryOf(text)).toBe('TZ')
  })

  it.each([
    ['Tanzania', 'TZ'],
    ['united republic of tanzania', 'TZ'],
    ['Côte d’Ivoire', 'CI'],
    ["COTE D'IVOIRE", 'CI'],
    ['Curacao', 'CW'],
    ['Turkey', 'TR'],
    ['Türkiye', 'TR'],
    ['The Netherlands', 'NL'],
    ['Bosnia & Herzegovina', 'BA'],
    ['St. Lucia', 'LC'],
    ['Saint Lucia', 'LC'],
    ['UK', 'GB'],
    ['U.S.A.', 'US'],
    ['South Korea', 'KR'],
    ['Myanmar (Burma)', 'MM'],
    ['Hong Kong', 'HK'],
  ])('is found by its English name: %s', (name, code) => {
    expect(countryOf(name)).toBe(code)
  })

  it.each(['XX', 'ZZ', 'AA', 'EU', '', ' ', '834', 'Atlantis', 'TZ\0', 'constructor', '__proto__'])(
    'is not found by %j',
    text => {
      expect(countryOf(text)).toBeUndefined()
    },
  )

  it('is not found by a name that two countries have', () => {
    expect(countryOf('Congo')).toBeUndefined()
    expect(countryOf('Democratic Republic of the Congo')).toBe('CD')
    expect(countryOf('Republic of the Congo')).toBe('CG')
  })

  it('is not looked for in a text too long to be a name', () => {
    expect(countryOf('a'.repeat(1_000_000))).toBeUndefined()
  })

  it('is found by every code, and by the name that is shown for it', () => {
    for (const code of countryCodes()) {
      expect(countryOf(code)).toBe(code)
      expect(countryOf(countryName(code) ?? ''), code).toBe(code)
    }
  })
})

describe("a country's name", () => {
  it('is in the language asked for, English unless one is', () => {
    expect(countryName('DE')).toBe('Germany')
    expect(countryName('DE', 'sw')).toBe('Ujerumani')
    expect(countryName('JP', 'ja')).toBe('日本')
  })

  it('is in English where the language is unknown', () => {
    expect(countryName('DE', 'xx')).toBe('Germany')
  })

  it('is undefined for what is no alpha-2 code', () => {
    for (const code of ['ZZ', 'XX', 'TZA', 'tz', '', '001'])
      expect(countryName(code)).toBeUndefined()
  })
})

describe('the codes', () => {
  it('are the 249 of ISO 3166-1 and Kosovo, sorted', () => {
    const codes = countryCodes()
    expect(codes).toHaveLength(250)
    expect(codes).toEqual(codes.toSorted())
    expect(codes.every(code => /^[A-Z]{2}$/.test(code))).toBe(true)
  })
})
