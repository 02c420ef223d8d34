/** Nothing that anybody reads changes by what happens beyond their reach: no list, no count, no figure,
 * no cursor, in no order and under no filter. */
import { expect, it } from 'vitest'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'
import { asked, marksBeyond, withoutGiven } from './answers.ts'
import { type Asker, account, byKey, ownerWithin, ownOf, provider, subAccount } from './askers.ts'
import { readings, teamOperations } from './asking.ts'
import { type City, foundCity, isWithin, type Place, places, providers } from './city.ts'

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
  it('moves no count, no page and no figure', { timeout: 300_000 }, async () => {
    const city = await foundCity(await newHouse(engine))
    const operations = (await teamOperations()).filter(({ effect }) => effect === 'read')
    const read = (asker: Asker) => readingsOf(city, operations, asker)
    const everywhere = providers.flatMap(places)
    const inside = [subAccount, account, provider]
    const known: { asker: Asker; before: Reading[] }[] = []
    for (const [at, outer] of inside.entries()) {
      const inner = inside[at - 1]
      const isNew = (place: Place) => isWithin(place, outer) && !(inner && isWithin(place, inner))
      await city.build(everywhere.filter(isNew))
      const isOwners = outer === provider && engine === 'sqlite'
      const askers = [byKey(city, outer), ...(isOwners ? [ownerWithin(city)] : [])]
      for (const asker of askers) {
        const before = await read(asker)
        known.push({ asker, before })
        const told = before.filter(({ text }) => marksBeyond(text, asker.place).length > 0)
        expect(told).toEqual([])
      }
    }
    await city.build(everywhere.filter(place => !isWithin(place, provider)))
    for (const { asker, before } of known) expect(await read(asker)).toEqual(before)
  })
})
