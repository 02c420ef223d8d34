import { expect, it } from 'vitest'
import { checkCount, countWanted } from '../../../src/cli/bulk/count.ts'
import { failure } from '../../support/house.ts'

const check = (matched: number, confirmed: string[], most?: string) =>
  failure((async () => checkCount({ matched, topic: 'consumers', confirmed, most }))())

it('a count is confirmed by itself, as it is or as it is shown', () => {
  const given = { matched: 1204, topic: 'consumers' }
  expect(checkCount({ ...given, confirmed: ['1204'] })).toBe(true)
  expect(checkCount({ ...given, confirmed: ['1,204'] })).toBe(true)
  expect(checkCount({ ...given, confirmed: [] })).toBe(false)
})

it('no other count is taken for it, below the threshold either', async () => {
  for (const wrong of ['1205', '1', 'many', '', '1204x', '-1204', '12,04', '01204 ']) {
    expect(await check(1204, [wrong])).toMatchObject({
      ...{ code: 'invalid_input', field: 'confirm', details: { matched: 1204 } },
      hint: 'Nothing was changed. If that many are meant, repeat it with --confirm 1204.',
    })
  }
  expect(await check(1, ['2'])).toMatchObject({
    message: '1 consumer would be affected: that is not what --confirm says.',
  })
  expect(await check(1204, ['1204', '1203'])).toMatchObject({ field: 'confirm' })
})

it('more than --max-affected is refused, and what is no number', async () => {
  expect(checkCount({ matched: 5, topic: 'consumers', confirmed: [], most: '5' })).toBe(false)
  expect(await check(6, [], '5')).toMatchObject({ field: 'maxAffected', details: { matched: 6 } })
  expect(await check(6, ['6'], 'ten')).toMatchObject({ field: 'maxAffected' })
})

it('a script is told the count that it has to give', () => {
  expect(countWanted(1204, 'consumers')).toMatchObject({ code: 'invalid_input', field: 'confirm' })
})
