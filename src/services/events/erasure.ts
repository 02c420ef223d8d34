/** When it is right that an event's detail is gone: a later event says that it was erased. */

export const erasureType = 'consumers.privacy-erase'

/** Which event each erased one is named by; the last that does. */
export type Erasures = ReadonlyMap<number, number>

/** The numbers that the detail of an erasure names; none in one that can't be read. */
export const namedIn = (detail: string | null): number[] => {
  try {
    const { erased } = JSON.parse(detail ?? '{}').note
    return Array.isArray(erased) ? erased.filter(Number.isSafeInteger) : []
  } catch {
    return []
  }
}

/** Events tell of erasures only backwards: one that names a number yet to come permits nothing. */
export const isErased = (erasures: Erasures, sequence: number): boolean =>
  (erasures.get(sequence) ?? 0) > sequence
