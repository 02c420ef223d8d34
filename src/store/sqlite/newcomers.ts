/**
 * What everybody in a table is found by, where nobody was in it before: a row that comes is somebody new
 * unless one of these may be theirs. It never misses one, and takes a new one for known in one of
 * some hundred million times: who has to know asks the database.
 */
import { digest32, factors } from '../../kernel/digest32.ts'

type Row = Record<string, unknown>

/** Digests in open addressing: where one stands is told by another digest. */
const slots = 1 << 22
const full = slots * 0.6

/** As much memory as it is worth, 16 MB each: for some six million people. */
const mostParts = 8

export type Newcomers = {
  /** Whether somebody may have it. */
  mayHave(column: string, value: string): boolean
  /** Whether there is room for more. */
  readonly hasRoom: boolean
  /** They come with the transaction that is under way. */
  add(rows: readonly Row[]): void
  /** It has been committed, or hasn't. */
  settle(committed: boolean): void
}

export const newcomersBy = (columns: readonly string[]): Newcomers => {
  const parts: { held: Uint32Array; count: number }[] = []
  let coming: (readonly Row[])[] = []

  const put = (value: string): void => {
    let part = parts.at(-1)
    if (!part || part.count >= full) {
      part = { held: new Uint32Array(slots), count: 0 }
      parts.push(part)
    }
    const mark = markOf(value)
    const at = placeOf(part.held, value, mark)
    if (part.held[at] === mark) return
    part.held[at] = mark
    part.count += 1
  }

  return {
    mayHave(column, value) {
      const name = nameOf(columns.indexOf(column), value)
      const mark = markOf(name)
      return parts.some(({ held }) => held[placeOf(held, name, mark)] === mark)
    },
    get hasRoom() {
      return parts.length < mostParts || parts.at(-1)!.count < full
    },
    add: rows => void coming.push(rows),
    settle(committed) {
      const came = committed ? coming : []
      coming = []
      for (const row of came.flat()) {
        for (let at = 0; at < columns.length; at++) {
          const value = row[columns[at]!]
          if (typeof value === 'string') put(nameOf(at, value))
        }
      }
    },
  }
}

/** The same text may be one's phone number and another's external id. */
const nameOf = (column: number, value: string): string => `${column}${value}`

/** Never 0, which is an empty slot. */
const markOf = (name: string): number => digest32(name, factors[0]) || 1

/** Where it stands, or would. */
const placeOf = (held: Uint32Array, name: string, mark: number): number => {
  let at = digest32(name, factors[1]) & (slots - 1)
  while (held[at] !== 0 && held[at] !== mark) at = (at + 1) & (slots - 1)
  return at
}
