/** Whoever names a record of others is answered as if it never was: by whatever name, in whatever place
 * of whatever operation. */
import { expect, it } from 'vitest'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { asked, marksBeyond, withoutGiven } from './answers.ts'
import {
  type Asker,
  account,
  byKey,
  ownerWithin,
  ownOf,
  provider,
  signedIn,
  subAccount,
} from './askers.ts'
import {
  neverTried,
  type Own,
  type Question,
  questionsOf,
  required,
  teamOperations,
} from './asking.ts'
import {
  type City,
  equipmentOf,
  foundCity,
  isWithin,
  ofNobody,
  type Place,
  places,
  providers,
  type Trace,
} from './city.ts'

/** How a place is foreign to another: of each kind one is asked for. */
const kindOf = (place: Place, from: Place): string =>
  place.p !== from.p
    ? `other provider ${place.a === 9} ${place.s === 9}`
    : `${place.a === from.a} ${place.a === 9} ${place.s === 9}`

let turn = 0

/** One of each kind of foreign place, another each time. */
const foreign = (traces: readonly Trace[], from: Place): Trace[] => {
  // What a provider has for all of its accounts is theirs.
  const isOwn = (place: Place) => isWithin(place, from) || isWithin(place, equipmentOf(from))
  const others = traces.filter(({ place }) => !isOwn(place))
  const kinds = Map.groupBy(others, ({ place }) => kindOf(place, from))
  return [...kinds.values()].map(group => group[turn++ % group.length]!)
}

/** What is tried in a place where text goes: one of the selectors of each record of a ref's topic;
 * elsewhere a word of another provider's and, where there are any, one of others in the same. */
const textsFor = ({ topic, isRef }: Question, { traces }: City, from: Place): string[] => {
  const one = <T>(of: readonly T[]): T[] => (of.length > 0 ? [of[turn++ % of.length]!] : [])
  if (isRef) {
    const known = traces.filter(trace => trace.topic === topic)
    const first = turn++
    return foreign(known, from).map(
      ({ selectors }, at) => selectors[(first + at) % selectors.length]!,
    )
  }
  const sides = [true, false].map(isNear =>
    foreign(
      traces.filter(({ place }) => (place.p === from.p) === isNear),
      from,
    ),
  )
  return sides.flatMap(side => one(side).flatMap(({ words }) => one(words)))
}

type Found = { who: string; operation: string; field: string; text: string; wrong: unknown }

/** Everything that an operation gives away to somebody. */
const given = async (
  house: House,
  city: City,
  { name: who, place, call }: Asker,
  operation: AnyOperation,
): Promise<Found[]> => {
  const found: Found[] = []
  for (const question of questionsOf(operation, ownOf(city, place))) {
    const known = new Map<string, Awaited<ReturnType<typeof asked>>>()
    const ask = async (text: string, dryRun: boolean) =>
      asked(house, operation, question.raw(text), { ...call, dryRun })
    if (question.isRef && !(await tellsApart(question, ownOf(city, place), ask))) {
      const at = { who, operation: operation.name, field: question.field, text: '' }
      found.push({ ...at, wrong: 'one of their own is answered like one that never was' })
    }
    for (const text of textsFor(question, city, place)) {
      const never = ofNobody(text)
      if (!known.has(never)) known.set(never, await ask(never, true))
      const wanted = known.get(never)!
      if (wanted.code === 'not_allowed') break
      const isRefused = question.isRef && wanted.code === 'not_found'
      const answer = await ask(text, !isRefused)
      const [one, other] = [withoutGiven(answer, text), withoutGiven(wanted, never)]
      const at = { who, operation: operation.name, field: question.field, text }
      if (one !== other && !(isTaken(answer, text, place) && !question.isRef)) {
        found.push({ ...at, wrong: [one, other] })
      }
      const beyond = marksBeyond(one, place)
      if (beyond.length > 0) found.push({ ...at, wrong: beyond })
    }
  }
  return found
}

/** Whether a record of theirs is found there at all: where none is, another's is not either. */
const tellsApart = async (
  { topic }: Question,
  own: Own,
  ask: (text: string, dryRun: boolean) => ReturnType<typeof asked>,
): Promise<boolean> => {
  const [theirs] = own(topic!)
  if (theirs === undefined) return true
  const [one, other] = [await ask(theirs, true), await ask(ofNobody(theirs), true)]
  if (one.code === 'not_allowed') return true
  return withoutGiven(one, theirs) !== withoutGiven(other, ofNobody(theirs))
}

/** Within one provider a name is taken by whoever has it: that much is told, and not by whom. */
const isTaken = ({ code }: { code: string | null }, text: string, place: Place): boolean =>
  code === 'conflict' && (text.includes(`p${place.p}`) || text.includes(`456${place.p}`))

onEveryEngine('what is another’s', engine => {
  it('is as if it never was, wherever it is named', { timeout: 300_000 }, async () => {
    const house = await newHouse(engine)
    const city = await foundCity(house)
    await city.build(providers.flatMap(places))
    const operations = await teamOperations()
    const keys = [provider, account, subAccount].map(place => byKey(city, place))
    // What a session reaches is worked out alike, and on the other engine, too.
    const others = [signedIn(city, account), ownerWithin(city)]
    const askers = engine === 'sqlite' ? [...keys, ...others] : keys
    const unfit: Found[] = []
    const found: Found[] = []
    for (const asker of askers) {
      for (const operation of operations) {
        const raw = required(operation, ownOf(city, asker.place))
        const { code, text } = await asked(house, operation, raw, { ...asker.call, dryRun: true })
        const lacks = Object.values(raw).includes('nobody')
        const isUnfit = code === 'invalid_input' || (code === 'not_found' && !lacks)
        if (isUnfit && !neverTried.includes(operation.name)) {
          unfit.push({ who: asker.name, operation: operation.name, field: '', text, wrong: raw })
        }
        found.push(...(await given(house, city, asker, operation)))
      }
    }
    expect.soft(unfit.slice(0, 9)).toEqual([])
    expect(found.slice(0, 9)).toEqual([])
  })
})
