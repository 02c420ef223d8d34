/** Who asks: the people of one provider, each by their session and by their key. */
import type { Call } from '../../../src/kernel/context.ts'
import type { Own } from './asking.ts'
import { type City, equipmentOf, isWithin, markOf, type Place } from './city.ts'

export const provider: Place = { p: 1, a: 9, s: 9 }
export const account: Place = { p: 1, a: 0, s: 9 }
export const subAccount: Place = { p: 1, a: 0, s: 0 }

export type Asker = { name: string; place: Place; call: Partial<Call> }

export const byKey = ({ actors }: City, place: Place): Asker => {
  const { key: call } = actors.get(markOf(place))!
  return { name: `key ${markOf(place)}`, place, call }
}

export const signedIn = ({ actors }: City, place: Place): Asker => {
  const { session: call } = actors.get(markOf(place))!
  return { name: `session ${markOf(place)}`, place, call }
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
