import fc from 'fast-check'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { normalizePhone } from '../../../src/services/contact/phone.ts'

describe('a phone number', () => {
  it.each([
    ['+255 712 345 678', undefined],
    ['+255 712 345 678', 'TZ'],
    ['+255 712 345 678', 'DE'],
    ['0712 345 678', 'TZ'],
    ['712345678', 'TZ'],
    ['00255712345678', undefined],
    ['00255712345678', 'TZ'],
    ['00 255 712 345 678', 'AU'],
    ['011 255 712 345 678', 'US'],
    ['0011 255 712 345 678', 'AU'],
    ['+255 (0)712 345 678', undefined],
    ['(+255) 712-345-678', undefined],
    ['+255.712.345.678', undefined],
    ['(00) 255 712 345 678', 'TZ'],
    ['\u202a+255\u00a0712\u2011345\u2011678\u202c\n', undefined],
    ['＋２５５７１２３４５６７８', undefined],
    ['٠٧١٢٣٤٥٦٧٨', 'TZ'],
  ])('is read from %j dialled in %s', async (text, country) => {
    expect(await normalizePhone(text, country)).toBe('+255712345678')
  })

  it('may be a landline', async () => {
    expect(await normalizePhone('022 212 3456', 'TZ')).toBe('+255222123456')
  })

  it.each([
    ['0712 345 678', undefined],
    ['0712 345 678', 'ZZ'],
    ['+255 012 345 678', undefined],
    ['+255 712 345 67', undefined],
    ['+255 712 345 678 90', undefined],
    ['+999 712 345 678', undefined],
    ['++255712345678', undefined],
    ['+255+712345678', undefined],
    ['+255 712 345 678 x12', undefined],
    ['+255712345678;ext=3', undefined],
    ['tel:+255712345678', undefined],
    ['1-800-FLOWERS', 'US'],
    ['+255712345678\r\n+255712345679', undefined],
    ['+255\t712345678', undefined],
    ['+255712345678\0', undefined],
    ['+२५५७१२३४५६७८', undefined],
    ['', 'TZ'],
    ['+', 'TZ'],
    ['()', 'TZ'],
    ['112', 'DE'],
  ])('is not read from %j dialled in %s', async (text, country) => {
    expect(await normalizePhone(text, country)).toBeUndefined()
  })

  it('is refused at once when far too long', async () => {
    expect(await normalizePhone('9'.repeat(1_000_000), 'TZ')).toBeUndefined()
    expect(await normalizePhone(`+255712345678${' '.repeat(1_000_000)}`)).toBeUndefined()
  })

  it('is refused when two numbers can be meant', async () => {
    // From Singapore 001 leads abroad (to Norway, 47); read as 00 it leads to Arkansas (1 479).
    expect(await normalizePhone('001 479 823 4567', 'SG')).toBeUndefined()
    expect(await normalizePhone('+1 479 823 4567', 'SG')).toBe('+14798234567')
  })

  it('is E.164 and stays what it is when read again, or there is none', async () => {
    const typed = fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./x\u202a') })
    const country = fc.constantFrom(undefined, 'TZ', 'US', 'DE', 'BR', 'IT', 'AR')
    await fc.assert(
      fc.asyncProperty(fc.oneof(typed, fc.string()), country, async (text, from) => {
        const found = await normalizePhone(text, from)
        if (found === undefined) return
        expect(found).toMatch(/^\+[1-9]\d{5,14}$/)
        expect(isValidPhoneNumber(found)).toBe(true)
        expect(await normalizePhone(found, from)).toBe(found)
      }),
    )
  })
})
