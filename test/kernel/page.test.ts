import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from '../../src/kernel/page.ts'

const values = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)))
const position = fc.record({ sort: fc.string({ minLength: 1 }), values })
const refusal = expect.objectContaining({ code: 'invalid_input', field: 'cursor' })

const failureOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('a cursor', () => {
  it('gives back the position that it was made of', () => {
    fc.assert(
      fc.property(position, fc.string(), ({ sort, values }, key) => {
        expect(decodeCursor(encodeCursor({ sort, values }, key), sort, key)).toEqual(values)
      }),
    )
  })

  it('is refused when one byte of it was changed', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.integer({ min: 1, max: 255 }), (made, place, flip) => {
        const bytes = Buffer.from(encodeCursor(made, 'key'), 'base64url')
        const at = place % bytes.length
        bytes[at] = bytes[at]! ^ flip
        const read = () => decodeCursor(bytes.toString('base64url'), made.sort, 'key')
        expect(failureOf(read)).toEqual(refusal)
      }),
    )
  })

  it('is refused under another sort and by another organisation', () => {
    fc.assert(
      fc.property(position, made => {
        const cursor = encodeCursor(made, 'key')
        expect(failureOf(() => decodeCursor(cursor, `-${made.sort}`, 'key'))).toEqual(refusal)
        expect(failureOf(() => decodeCursor(cursor, made.sort, 'other key'))).toEqual(refusal)
      }),
    )
  })

  it('is refused when it never was one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(failureOf(() => decodeCursor(text, 'created', 'key'))).toEqual(refusal)
      }),
    )
  })
})
