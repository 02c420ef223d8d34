/** What somebody is answered, to the byte, and what it says of places that they don't reach. */
import type { Call } from '../../../src/kernel/context.ts'
import { errorBody, StewardError } from '../../../src/kernel/errors.ts'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import type { House } from '../../support/house.ts'
import { equipmentOf, isOfCity, isWithin, markOf, type Place } from './city.ts'

export type Answer = { code: string | null; text: string }

/** An answer or an error as a script gets it, its exit code with it. */
export const asked = async (
  house: House,
  operation: AnyOperation,
  raw: Record<string, unknown>,
  call: Partial<Call>,
): Promise<Answer> => {
  const runner = await house.host.runner()
  const asked = { credential: { kind: 'none' as const }, origin: house.host.origin, ...call }
  try {
    // Not by the house, which holds each answer against its description: there are thousands.
    const { value, changes, messages } = await runner.run(operation, raw, asked)
    return { code: null, text: JSON.stringify({ value, changes, messages }) }
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    const text = JSON.stringify({ ...errorBody(error), exit: error.exitCode })
    return { code: error.code, text }
  }
}

const ids = /\b[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g

/** What is random, or signs what was given. */
const changing = /stw_live_…\w{4}(?!\d)|(?<= )[A-Za-z0-9+/]{80,}=*/g

/** The same, whatever text was given and whatever ids were made on the way. */
export const withoutGiven = ({ text }: Answer, given: string): string => {
  const made = text
    .replaceAll(ids, id => (isOfCity(id) || id === given ? id : '<new>'))
    .replaceAll(changing, '<new>')
  // Who has no other name is called by their email, without what it is at.
  return [given, given.split('@')[0]!].reduce(
    (left, part) => left.replaceAll(all(part), '<given>'),
    made,
  )
}

const all = (part: string): RegExp => new RegExp(escaped(JSON.stringify(part).slice(1, -1)), 'gi')

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The marks of places beyond that one, which nobody there may read. */
export const marksBeyond = (text: string, place: Place): string[] => {
  const marks = new Set([...text.matchAll(/p(\d)a(\d)s(\d)/g)].map(([mark]) => mark))
  marks.delete(markOf(equipmentOf(place)))
  return [...marks].filter(mark => {
    const [p, a, s] = [1, 3, 5].map(at => Number(mark[at])) as [number, number, number]
    return !isWithin({ p, a, s }, place)
  })
}
