import { expect, it } from 'vitest'
import { isErased, namedIn } from '../../../src/services/events/erasure.ts'

it('an erasure names whole numbers, and none where it can not be read', () => {
  expect(namedIn('{"note":{"erased":[4,9]}}')).toEqual([4, 9])
  expect(namedIn('{"note":{"erased":[4,"9",null,1.5]}}')).toEqual([4])
  for (const text of [null, '', 'x', 'null', '{}', '{"note":null}', '{"note":{"erased":4}}']) {
    expect(namedIn(text)).toEqual([])
  }
})

it('an event is erased only by a later one', () => {
  const erasures = new Map([[4, 9]])
  expect(isErased(erasures, 4)).toBe(true)
  expect(isErased(erasures, 5)).toBe(false)
  expect(isErased(new Map([[4, 3]]), 4)).toBe(false)
  expect(isErased(new Map([[4, 4]]), 4)).toBe(false)
})
