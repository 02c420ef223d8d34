// Chance that repeats itself: the same seed gives the same draws on every machine.

/** The draws a generator makes; every one moves the same sequence on. */
export type Random = {
  /** A number in [0, 1). */
  unit(): number
  /** A whole number in [0, below). */
  below(below: number): number
  /** True this often, of 1. */
  chance(share: number): boolean
  /** One of a list that isn't empty, each as likely. */
  pick<T>(list: readonly T[]): T
  /** One of a list that isn't empty, by weight. */
  weighted<T extends { weight: number }>(list: readonly T[]): T
}

/**
 * Chris Doty-Humphrey's sfc32, from PractRand (public domain): 128 bits of state, a counter against
 * short cycles, passes BigCrush.
 */
const sfc32 = (seed: number): (() => number) => {
  let [a, b, c, counter] = [Math.trunc(seed / 2 ** 32) | 0, seed | 0, 0, 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The seed has reached all the state only after a dozen rounds, so their draws are thrown away.
  for (let round = 0; round < 12; round++) next()
  return next
}

/** Where a share of [0, 1) falls in a list whose entries lie end to end, each as long as its weight. */
export const atShare = <T extends { weight: number }>(list: readonly T[], share: number): T => {
  let left = share * list.reduce((sum, { weight }) => sum + weight, 0)
  for (const entry of list) {
    left -= entry.weight
    if (left < 0) return entry
  }
  // Reached when rounding leaves a rest.
  return list.at(-1)!
}

/** @param seed a whole number; its lowest 64 bits count. */
export const seededRandom = (seed: number): Random => {
  const unit = sfc32(seed)
  const below = (limit: number) => Math.floor(unit() * limit)
  return {
    unit,
    below,
    chance: share => unit() < share,
    pick: list => list[below(list.length)]!,
    weighted: list => atShare(list, unit()),
  }
}
