/** Whom a file was about before: by what people are known, found again however many there are. */
import { expect, it } from 'vitest'
import { knownBy, linesByKey } from '../../../src/cli/import/met.ts'

it('a person is known by our id, else by theirs, else by the email in any letters', () => {
  const all = { id: 'con_1', externalId: 'x', email: 'A@b.c' }
  expect(knownBy(all)).toEqual({ by: 'id', key: 'id con_1' })
  expect(knownBy({ ...all, id: undefined })).toEqual({ by: 'externalId', key: 'externalId x' })
  expect(knownBy({ email: ' A@b.c ', externalId: null })).toEqual({
    by: 'email',
    key: 'email a@b.c',
  })
  expect(knownBy({ name: 'Ada', email: '' })).toBeNull()
})

it('every key is found on its own line, and none that was not there', () => {
  const lineOf = linesByKey()
  const count = 50_000
  for (let at = 1; at <= count; at++) expect(lineOf(`externalId x${at}`, at)).toBe(0)
  for (let at = 1; at <= count; at += 97) expect(lineOf(`externalId x${at}`, 7)).toBe(at)
})
