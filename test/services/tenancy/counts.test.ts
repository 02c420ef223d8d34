/** Nothing that anybody reads changes by what happens beyond their reach: no list, no count, no figure,
 * no cursor, in no order and under no filter. */
import { expect, it } from 'vitest'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'
import { asked, marksBeyond, withoutGiven } from './answers.ts'
import {
  type Asker,
  account,
  askersAt,
  ownerWithin,
  ownOf,
  provider,
  subAccount,
} from './askers.ts'
import { readings, teamOperations } from './asking.ts'
import { type City, foundCity, isWithin, places, providers } from './city.ts'

type Reading = { who: string; operation: string; raw: string; text: string }

/** All that they can read, in all the ways there are. */
const readingsOf = async (
  city: City,
  operations: readonly AnyOperation[],
  { name: who, place, call }: Asker,
): Promise<Reading[]> => {
  const found: Reading[] = []
  for (const operation of operations) {
    for (const raw of readings(operation, ownOf(city, place))) {
      // A reading that is recorded would be an event that the next one reads.
      const answer = await asked(city.house, operation, raw, { ...call, dryRun: true })
      if (answer.code === 'not_allowed') break
      const text = withoutGiven(answer, '-')
      found.push({ who, operation: operation.name, raw: JSON.stringify(raw), text })
    }
  }
  return found
}

onEveryEngine('what others have', engine => {
  it('moves no count, no page and no figure', { timeout: 120_000 }, async () => {
    const city = await foundCity(await newHouse(engine))
    const operations = (await teamOperations()).filter(({ effect }) => effect === 'read')
    const read = (asker: Asker) => readingsOf(city, operations, asker)
    const known: { asker: Asker; before: Reading[] }[] = []
    const everywhere = providers.flatMap(places)
    const all = [subAccount, account, provider].map(outer =>
      everywhere.filter(place => isWithin(place, outer)),
    )
    for (const [at, stage] of [...all, everywhere].entries()) {
      await city.build(stage.filter(place => !all[at - 1]?.includes(place)))
      for (const { asker, before } of known) expect(await read(asker)).toEqual(before)
      const outer = [subAccount, account, provider][at]
      const askers = outer ? askersAt(city, outer, engine) : []
      for (const asker of [...askers, ...(outer === provider ? [ownerWithin(city)] : [])]) {
        const before = await read(asker)
        known.push({ asker, before })
        const told = before.filter(({ text }) => marksBeyond(text, asker.place).length > 0)
        expect(told).toEqual([])
      }
    }
  })
})
