import { expect, it } from 'vitest'
import { pick } from '../../../src/cli/output/pick.ts'

const ada = {
  id: 'con_1',
  email: 'a@example.org',
  account: { id: 'acc_1', name: 'A' },
  tags: ['x'],
}

it('keeps the named fields, in the order named', () => {
  expect(JSON.stringify(pick(ada, ['email', 'id']))).toBe('{"email":"a@example.org","id":"con_1"}')
})

it('keeps the envelope of a page and picks from its rows', () => {
  const page = { data: [ada], hasMore: false, nextCursor: null, total: 1 }
  expect(pick(page, ['id'])).toEqual({ ...page, data: [{ id: 'con_1' }] })
})

it('goes inside records and lists of records by a dotted path', () => {
  expect(pick(ada, ['account.name'])).toEqual({ account: { name: 'A' } })
  expect(pick(ada, ['account.name', 'account'])).toEqual({ account: ada.account })
  const lines = [
    { sku: 'a', n: 1 },
    { sku: 'b', n: 2 },
  ]
  expect(pick({ lines }, ['lines.sku'])).toEqual({ lines: [{ sku: 'a' }, { sku: 'b' }] })
})

it('says null where a row lacks what another has', () => {
  const rows = [{ a: 1, b: { c: 2 } }, { a: 3, b: null }, { a: 4 }]
  expect(pick(rows, ['b.c'])).toEqual([{ b: { c: 2 } }, { b: null }, { b: null }])
})

it('takes any name where there is nothing to go by', () => {
  expect(pick([], ['whatever'])).toEqual([])
  expect(pick({ a: null }, ['a.whatever'])).toEqual({ a: null })
})

it.each([
  ['emial', 'Did you mean email?'],
  ['account.nam', 'Did you mean account.name?'],
  ['zzzzzz', 'The fields are: id, email, account, tags.'],
  ['tags.zzz', 'The fields are: none here.'],
])('refuses %s', (field, hint) => {
  const refusal = { code: 'invalid_input', field: 'fields', hint }
  expect(() => pick(ada, ['id', field])).toThrow(expect.objectContaining(refusal))
})
