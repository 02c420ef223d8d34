import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StewardError } from '../../src/kernel/errors.ts'
import {
  describeFilter,
  type FilterFields,
  type FilterTerm,
  type FilterValue,
  parseFilter,
} from '../../src/kernel/filter.ts'

const now = new Date('2026-03-31T14:05:09.250Z')

const fields: FilterFields = {
  name: { kind: 'text', about: 'First and last name.' },
  note: { kind: 'text', nullable: true },
  status: { kind: 'choice', choices: ['active', 'pending', 'suspended'] },
  country: { kind: 'choice', choices: ['TZ', 'KE', 'none'], nullable: true },
  created: { kind: 'instant' },
  deleted: { kind: 'instant', nullable: true },
  balance: { kind: 'number' },
  verified: { kind: 'flag' },
  tags: { kind: 'tags', nullable: true },
}

const parse = (text: string): FilterTerm[] => parseFilter(text, fields, now)
const one = (text: string): FilterTerm | undefined => parse(text)[0]

const refusalOf = (text: string): StewardError => {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof StewardError) return error
    throw error
  }
  throw new Error('It was accepted')
}
const detailsOf = (text: string) => refusalOf(text).details as { position: number; caret: string }

describe('parseFilter', () => {
  test('reads terms between any white space, and none from an empty filter', () => {
    expect(parse('  status=pending\tcreated>-7d  country=TZ,KE ')).toEqual([
      { field: 'status', op: '=', values: ['pending'] },
      { field: 'created', op: '>', values: [new Date('2026-03-24T14:05:09.250Z')] },
      { field: 'country', op: '=', values: ['TZ', 'KE'] },
    ])
    expect(parse('')).toEqual([])
    expect(parse(' ')).toEqual([])
  })

  test('quotes hold spaces, commas, operators, and escaped quotes and backslashes', () => {
    expect(one('name="Ada Lovelace"')?.values).toEqual(['Ada Lovelace'])
    expect(one('name="a,b=c","say \\"hi\\" \\\\"')?.values).toEqual(['a,b=c', 'say "hi" \\'])
  })

  test('a bare value may hold operators after its first character', () => {
    expect(one('name~a=b>c')).toEqual({ field: 'name', op: '~', values: ['a=b>c'] })
  })

  test.each<[string, FilterValue[]]>([
    ['note=none', [null]],
    ['note=""', [null]],
    ['note!=none', [null]],
    ['country=TZ,none', ['TZ', null]],
    ['deleted=none', [null]],
    ['tags=none', [null]],
    ['note="none"', ['none']],
    ['country="none"', ['none']],
    ['note~none', ['none']],
    ['name=none', ['none']],
  ])('%s finds %j: only a nullable field, compared whole, has none', (text, values) => {
    expect(one(text)?.values).toEqual(values)
  })

  test('flags are yes, no, true or false in any case', () => {
    expect(one('verified=yes,TRUE,no,false')?.values).toEqual([true, true, false, false])
  })

  test('numbers may have a sign and decimals, and minus zero is zero', () => {
    expect(one('balance=-12.50,+3,-0')?.values).toEqual([-12.5, 3, 0])
  })

  test.each([
    'status>active',
    'status~act',
    'created=today',
    'created~2026',
    'verified<yes',
    'tags~vip',
    'name>A',
  ])('%s is refused: each kind has its own operators', text => {
    expect(refusalOf(text).message).toMatch(/doesn't take/)
    expect(refusalOf(text).hint).toMatch(/^It takes /)
  })

  test.each([
    ['nmae=Ada', 1, 'Unknown field "nmae"'],
    ['constructor=1', 1, 'Unknown field "constructor"'],
    ['status=active foo', 18, 'Expected an operator after "foo"'],
    ['status!active', 7, 'Expected an operator after "status"'],
    ['=active', 1, 'Expected a field'],
    ['"Ada"', 1, 'Expected a field'],
    ['status=', 8, 'Expected a value'],
    ['status=active,', 15, 'Expected a value'],
    ['status=,active', 8, 'Expected a value'],
    ['status==active', 8, 'Unexpected = after ='],
    ['created=>-7d', 8, "created doesn't take ="],
    ['status=actve', 8, '"actve" is no choice of status'],
    ['status=none', 8, '"none" is no choice of status'],
    ['created>soon', 9, 'created needs a time'],
    ['created>none', 9, 'created needs a time'],
    ['created>-7d,-3d', 12, '> compares with one value'],
    ['deleted=today', 9, 'deleted= takes only none'],
    ['balance=1e5', 9, 'balance needs a number'],
    ['balance=9007199254740993', 9, 'balance needs a number'],
    ['verified=maybe', 10, 'verified needs yes or no'],
    ['name=""', 6, 'name needs text'],
    ['note~""', 6, 'note needs text'],
    ['name="Ada', 6, 'This quote is never closed'],
    ['name="Ada\\', 6, 'This quote is never closed'],
    ['name="a\\n"', 8, 'Unknown escape'],
    ['name="Ada"x', 11, 'Expected a space or a comma'],
    ['name=A"da"', 7, 'Expected a space or a comma'],
    ['name=a\0b', 7, 'A character that no text can hold'],
    ['name=a\ud800', 7, 'A character that no text can hold'],
    ['name="😀é" foo=1', 11, 'Unknown field "foo"'],
  ])('%j is refused at character %d: %s', (text, position, problem) => {
    const error = refusalOf(text)
    expect(error).toMatchObject({ code: 'invalid_input', field: 'filter' })
    expect(error.message.startsWith(problem)).toBe(true)
    expect(error.message).toContain(`(character ${position} of the filter)`)
    expect(error.details).toMatchObject({ position })
  })

  test('an unknown field or choice suggests the nearest and lists what is allowed', () => {
    const names = Object.keys(fields).join(', ')
    expect(refusalOf('staus=active').hint).toBe(`Did you mean status? Fields: ${names}.`)
    expect(refusalOf('status=ACTIVE').hint).toBe(
      'Did you mean active? Choices: active, pending, suspended.',
    )
    expect(refusalOf('xyzzyx=1').hint).toBe(`Fields: ${names}.`)
  })
})

describe('the caret picture', () => {
  test('marks the character under the filter', () => {
    expect(detailsOf('status=active foo=1').caret).toBe(
      ['status=active foo=1', '              ^'].join('\n'),
    )
  })

  test('shows control characters and counts no column for combining marks', () => {
    expect(detailsOf('name="e\u0301\u001b[31m\u202e" x=1').caret).toBe(
      ['name="e\u0301␛[31m\ufffd" x=1', '               ^'].join('\n'),
    )
    expect(refusalOf('\u001bx=1').message).toContain('"␛x"')
  })

  test('is cut to 80 characters around the place', () => {
    const text = `name=${'a'.repeat(200)} b=1 name=${'c'.repeat(200)}`
    const [line = '', mark = ''] = detailsOf(text).caret.split('\n')
    expect(line).toHaveLength(80)
    expect(line[mark.length - 1]).toBe('b')
    expect(detailsOf(`${'x'.repeat(500)}=1`).caret).toBe(`${'x'.repeat(80)}\n^`)
  })

  test('a quoted name is cut to 80 characters too', () => {
    expect(refusalOf(`${'x'.repeat(500)}=1`).message.length).toBeLessThan(150)
  })
})

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

const printValue = (value: FilterValue): string => {
  if (value === null) return 'none'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? String(value) : quoted(value)
}
const print = (terms: FilterTerm[]): string =>
  terms.map(({ field, op, values }) => `${field}${op}${values.map(printValue)}`).join(' ')

const term = (field: string, ops: FilterTerm['op'][], value: fc.Arbitrary<FilterValue>, max = 3) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constantFrom(...ops),
    values: fc.array(value, { minLength: 1, maxLength: max }),
  })

const text = fc.string({ unit: 'binary', minLength: 1 }).filter(value => !value.includes('\0'))
const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const number = fc.integer().map(cents => cents / 100)

const anyTerm = fc.oneof(
  term('name', ['=', '!=', '~'], text),
  term('note', ['=', '!='], fc.option(text)),
  term('status', ['=', '!='], fc.constantFrom('active', 'pending', 'suspended')),
  term('country', ['=', '!='], fc.constantFrom('TZ', 'KE', 'none', null)),
  term('created', ['>', '>=', '<', '<='], instant, 1),
  term('deleted', ['=', '!='], fc.constant(null)),
  term('balance', ['=', '!='], number),
  term('balance', ['>', '>=', '<', '<='], number, 1),
  term('verified', ['=', '!='], fc.boolean()),
  term('tags', ['=', '!='], fc.option(text)),
)

describe('for any filter', () => {
  test('what is printed from terms is read as the same terms', () => {
    fc.assert(
      fc.property(fc.array(anyTerm), terms => {
        expect(parse(print(terms))).toEqual(terms)
      }),
    )
  })

  test('nothing but a StewardError with a picture is thrown', () => {
    const piece = fc.constantFrom(
      ...[...Object.keys(fields), '=', '!=', '>', '>=', '<', '~', ',', ' ', '"', '\\', 'none'],
      ...['active', '-7d', '12', 'yes', '2026-02-30', '\0', '\ud800', '\u202e', '__proto__', '😀'],
    )
    const pieces = fc.array(piece, { maxLength: 12 }).map(list => list.join(''))
    const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), pieces)
    const accepts = (filter: string): boolean => {
      try {
        parse(filter)
        return true
      } catch (error) {
        if (!(error instanceof StewardError)) throw error
        const { position, caret } = error.details as { position: number; caret: string }
        const [line = '', mark = ''] = caret.split('\n')
        expect(position).toBeGreaterThan(0)
        expect([...line].length).toBeLessThanOrEqual(80)
        expect(mark).toMatch(/^ *\^$/)
        expect(`${error.message}${line}`).not.toMatch(/\p{C}/u)
        return false
      }
    }
    fc.assert(
      fc.property(anything, filter => {
        accepts(filter)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('describeFilter', () => {
  test('lists each field with its kind, operators, meaning and choices', () => {
    const { name, status, deleted } = fields
    expect(describeFilter({ name: name!, status: status!, deleted: deleted! })).toEqual([
      ['name', 'text', '= != ~', 'First and last name.'],
      ['status', 'choice', '= !=', 'One of: active, pending, suspended.'],
      ['deleted', 'instant', '= != > >= < <=', 'Can be none.'],
    ])
    expect(describeFilter({})).toEqual([])
  })
})
