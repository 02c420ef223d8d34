// The suggestion behind "did you mean …?": the known word closest to a mistyped one.

/**
 * The known word nearest to `word`, whatever its case, or undefined when none is near. Near means
 * few edits (about a third of the word's length, from 1 to 3) or that `word` starts the known one,
 * which counts as one edit. Of equally near words the first wins.
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const typed = [...word.toLowerCase()]
  if (typed.length === 0) return undefined
  const limit = Math.min(3, Math.max(1, Math.round(typed.length / 3)))
  let best: { edits: number; word: string } | undefined
  for (const candidate of known) {
    const edits = editsBetween(typed, [...candidate.toLowerCase()], limit)
    if (edits <= limit && (!best || edits < best.edits)) best = { edits, word: candidate }
  }
  return best?.word
}

const editsBetween = (typed: string[], known: string[], limit: number): number => {
  const starts = typed.length < known.length && typed.every((letter, i) => letter === known[i])
  if (starts) return 1
  // A difference in length alone needs that many edits; asking first keeps long input cheap.
  if (Math.abs(typed.length - known.length) > limit) return Number.POSITIVE_INFINITY
  return distance(typed, known)
}

/**
 * The optimal string alignment distance: insertions, deletions, substitutions and swaps of two
 * neighbours, where no stretch is edited twice. Only the last two rows of the matrix are kept.
 */
const distance = (a: string[], b: string[]): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? before[j - 2]! + 1
          : Number.POSITIVE_INFINITY
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, substituted, swapped))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
