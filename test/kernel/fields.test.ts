import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StewardError } from '../../src/kernel/errors.ts'
import {
  choice,
  clearable,
  email,
  type Field,
  file,
  flag,
  instant,
  integer,
  list,
  optional,
  parseInput,
  phone,
  ref,
  secret,
  text,
  withDefault,
} from '../../src/kernel/fields.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const about = 'What it is.'
const stream = { name: 'people.csv', open: async function* () {}, digest: async () => '' }

const read = (field: Field, value: unknown): unknown =>
  (parseInput({ given: field }, { given: value }, now) as { given: unknown }).given

const refusalOf = (field: Field, value: unknown): StewardError => {
  try {
    read(field, value)
  } catch (error) {
    expect(error).toBeInstanceOf(StewardError)
    return error as StewardError
  }
  throw new Error(`it was taken: ${JSON.stringify(value)}`)
}

type Case = { field: Field; good: [unknown, unknown][]; bad: unknown[] }

const kinds: Record<string, Case> = {
  text: {
    field: text({ about, max: 5, pattern: /^[^;]+$/ }) as Field,
    good: [
      ['Ada', 'Ada'],
      [' a ', ' a '],
      ['😀😀😀😀😀', '😀😀😀😀😀'],
    ],
    bad: ['', '   ', 'abcdef', 'a;b', 5, true, {}, []],
  },
  email: {
    field: email({ about }) as Field,
    good: [[' ada@example.org ', 'ada@example.org']],
    bad: ['ada', '@', 'a@', '@b', 'a b@c', 'a@b,c@d', '<a@b>', 'a@b@c', 5],
  },
  phone: {
    field: phone({ about }) as Field,
    good: [['+255 712-345.678', '+255 712-345.678']],
    bad: ['', '12', 'call me', '+', '+25571234567812345678901234567890', '255+71', 5],
  },
  instant: {
    field: instant({ about }) as Field,
    good: [
      ['2026-01-31', new Date('2026-01-31T00:00:00.000Z')],
      ['2026-01-31T12:00:00Z', new Date('2026-01-31T12:00:00.000Z')],
      ['-7d', new Date('2026-02-22T12:00:00.000Z')],
    ],
    bad: ['', 'soon', '2026-02-30', '2026-13-01', 1_700_000_000_000, now],
  },
  integer: {
    field: integer({ about, min: 1, max: 10 }) as Field,
    good: [
      ['7', 7],
      [10, 10],
      [1, 1],
    ],
    bad: ['0', 11, '', '1.5', 1.5, '1e1', ' 5', '٣', Number.NaN, true, '9'.repeat(30)],
  },
  flag: {
    field: flag({ about }) as Field,
    good: [
      [true, true],
      ['Yes', true],
      ['off', false],
    ],
    bad: ['', 'maybe', 'constructor', '__proto__', 1, {}],
  },
  choice: {
    field: choice({ about, of: ['red', 'green'] }) as Field,
    good: [['red', 'red']],
    bad: ['', 'Red', 'blue', 5, ['red'], 'toString'],
  },
  list: {
    field: list(text({ about, max: 5 }), { max: 3 }) as Field,
    good: [
      ['a, b,,a', ['a', 'b']],
      [
        ['a', ' b '],
        ['a', 'b'],
      ],
      ['', []],
    ],
    bad: ['a,b,c,d', 'abcdef', ['a', 5], [['a']], {}, 5, true],
  },
  ref: {
    field: ref('consumers') as Field,
    good: [[' ada@example.org ', 'ada@example.org']],
    bad: ['', '  ', 'x'.repeat(321), 5],
  },
  secret: {
    field: secret({ about, max: 8 }) as Field,
    good: [['  a  ', '  a  ']],
    bad: ['', '123456789', 5],
  },
  file: { field: file({ about }) as Field, good: [[stream, stream]], bad: ['people.csv', {}, 5] },
}

describe.each(Object.entries(kinds))('a field of kind %s', (kind, { field, good, bad }) => {
  it('reads what is right', () => {
    expect(field.kind).toBe(kind)
    for (const [typed, value] of good) expect(read(field, typed)).toEqual(value)
  })

  it('refuses what is wrong, naming the field and not the value', () => {
    for (const value of bad) {
      const error = refusalOf(field, value)
      expect(error).toMatchObject({ code: 'invalid_input', field: 'given' })
      expect(error.message).toMatch(/^given [a-z]/)
      if (typeof value === 'string' && value.length > 3) {
        expect(`${error.message}${error.hint}`).not.toContain(value)
      }
    }
  })

  it('can be left out only when it is optional', () => {
    expect(refusalOf(field, undefined).message).toBe('given is required.')
    expect(refusalOf(field, null).message).toBe('given is required.')
    expect(read(optional(field), undefined)).toBeUndefined()
    expect(read(optional(field), null)).toBeUndefined()
    expect(read(withDefault(field, 'standard'), undefined)).toBe('standard')
  })

  it('is cleared by an empty value, where it can be', () => {
    expect(read(clearable(field), '')).toBeNull()
    expect(read(clearable(field), null)).toBeNull()
    expect(read(clearable(field), undefined)).toBeUndefined()
  })
})

const textual = ['text', 'email', 'phone', 'instant', 'list', 'ref', 'secret']

describe('text of any kind', () => {
  it.each(textual)('has no NUL and no half of a surrogate pair: %s', kind => {
    const wide = { ...kinds[kind]!.field }
    for (const value of ['a\0b', 'a\ud800', '\udc00b']) refusalOf(wide, value)
    const plain = kind === 'list' ? list(text({ about })) : text({ about })
    expect(refusalOf(plain as Field, 'a\0b').message).toBe('given has a NUL character.')
    expect(refusalOf(plain as Field, 'a\ud800').message).toBe('given has half a surrogate pair.')
  })

  it('is stored exactly, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), value => {
        fc.pre(value.trim() !== '' && !value.includes('\0'))
        expect(read(text({ about, max: 1000 }) as Field, value)).toBe(value)
      }),
    )
  })
})

describe('an input', () => {
  it('refuses a field that the operation does not have, without repeating it', () => {
    const fields = { name: text({ about }) }
    for (const raw of [{ name: 'a', nmae: 'b' }, { prototype: 1 }, { constructor: 1 }]) {
      const parse = () => parseInput(fields, raw as Record<string, unknown>, now)
      expect(parse).toThrow('There is a field that this operation does not have.')
    }
  })
})
