/** Who asks: the people of one provider, each by their session and by their key. */
import type { Call } from '../../../src/kernel/context.ts'
import type { EngineName } from '../../support/house.ts'
import type { Own } from './asking.ts'
import { type City, equipmentOf, isWithin, markOf, type Place } from './city.ts'

export const provider: Place = { p: 1, a: 9, s: 9 }
export const account: Place = { p: 1, a: 0, s: 9 }
export const subAccount: Place = { p: 1, a: 0, s: 0 }

export type Asker = { name: string; place: Place; call: Partial<Call> }

/** Those of one place: on one engine both, on the other by key alone. What they reach is worked out
 * alike. */
export const askersAt = ({ actors }: City, place: Place, engine: EngineName): Asker[] => {
  const { session, key } = actors.get(markOf(place))!
  const byKey = { name: `key ${markOf(place)}`, place, call: key }
  const signedIn = { name: `session ${markOf(place)}`, place, call: session }
  return engine === 'sqlite' ? [signedIn, byKey] : [byKey]
}

/** Whoever reaches every provider, and stays within that one. */
export const ownerWithin = ({ house }: City): Asker => {
  const credential = { kind: 'apiKey' as const, key: house.apiKey }
  const call = { credential, provider: `prv-${markOf(equipmentOf(provider))}` }
  return { name: 'owner within p1', place: provider, call }
}

export const ownOf =
  ({ traces }: City, place: Place): Own =>
  topic =>
    traces
      .filter(one => one.topic === topic && isWithin(one.place, place))
      .map(({ selectors }) => selectors[0]!)
