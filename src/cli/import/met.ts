/** Whom the rows of a file were about so far, in twelve bytes each or a little more: a second row
 * about the same person would undo the first. */
import { digest32, factors } from '../../kernel/digest32.ts'

export type Known = 'id' | 'externalId' | 'email'

/** What a row is known by, the strongest first; null for one that is always somebody new. */
export const knownBy = (raw: Record<string, unknown>): { by: Known; key: string } | null => {
  for (const by of ['id', 'externalId', 'email'] as const) {
    const value = raw[by]
    if (typeof value !== 'string' || value.trim() === '') continue
    return { by, key: `${by} ${by === 'email' ? value.trim().toLowerCase() : value}` }
  }
  return null
}

/** Answers the line that a key was met on before, or 0. Two digests of 32 bits stand for a key: among
 * a million the odds that two are taken for one are one in thirty million. */
export const linesByKey = (): ((key: string, line: number) => number) => {
  let table = emptied(1 << 12)
  let count = 0
  return (key, line) => {
    if (count * 2 > table.lines.length) table = grown(table)
    const [a, b] = [digest32(key, factors[0]), digest32(key, factors[1])]
    const at = placeOf(table, a, b)
    const before = table.lines[at]!
    if (before > 0) return before
    fill(table, at, [a, b, line])
    count += 1
    return 0
  }
}

type Table = { first: Uint32Array; second: Uint32Array; lines: Uint32Array }

const emptied = (size: number): Table => ({
  first: new Uint32Array(size),
  second: new Uint32Array(size),
  lines: new Uint32Array(size),
})

const fill = ({ first, second, lines }: Table, at: number, [a, b, line]: number[]): void => {
  first[at] = a!
  second[at] = b!
  lines[at] = line!
}

const placeOf = ({ first, second, lines }: Table, a: number, b: number): number => {
  const last = lines.length - 1
  let at = a & last
  while (lines[at]! > 0 && (first[at] !== a || second[at] !== b)) at = (at + 1) & last
  return at
}

const grown = (table: Table): Table => {
  const next = emptied(table.lines.length * 2)
  for (let at = 0; at < table.lines.length; at++) {
    const line = table.lines[at]!
    if (line === 0) continue
    const [a, b] = [table.first[at]!, table.second[at]!]
    fill(next, placeOf(next, a, b), [a, b, line])
  }
  return next
}
