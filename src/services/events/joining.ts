/** Archives held against the log that they were taken out of: together they are the whole. */
import type { FileInput } from '../../kernel/fields.ts'
import type { Archive } from './archives.ts'
import { linesOf, verifyFile } from './offline.ts'
import { unzipped } from './unzip.ts'

type Problem = { sequence: number | null; what: string }

/** What verifying the log answered, as far as archives concern it. */
export type LogVerdict = {
  ok: boolean
  erased: number
  archived: number
  archives: Archive[]
  verifierKey: string
  problem: Problem | null
}

/**
 * Adds to the verdict what the files prove: `archived` then counts the events that none of them has.
 * A file counts if it is one that the log names, whole, and signed by the key that the log was held
 * against. Each event in it proves its place under the root of its head, and that is the root which
 * the tree was found to have at that size: so it is the event whose hash was left behind.
 */
export const joinArchives = async <V extends LogVerdict>(
  verdict: V,
  files: readonly FileInput[],
): Promise<V> => {
  const joined = { ...verdict }
  const seen = new Set<string>()
  for (const file of files) {
    if (joined.problem) break
    const sha256 = await file.digest()
    if (seen.has(sha256)) continue
    seen.add(sha256)
    const archive = verdict.archives.find(one => one.sha256 === sha256)
    const { problem, checked, erased } = await proofOf(file, archive, verdict.verifierKey)
    if (problem) joined.problem = { ...problem, what: `${file.name}: ${problem.what}` }
    joined.archived -= checked
    joined.erased += erased
  }
  return { ...joined, ok: joined.problem === null }
}

const proofOf = async (file: FileInput, archive: Archive | undefined, key: string) => {
  const wrong = (what: string) => ({ problem: { sequence: null, what }, checked: 0, erased: 0 })
  if (!archive) return wrong('This is none of the archives that the log speaks of.')
  const found = await verifyFile(linesOf(unzipped(file.open())), key)
  if (found.problem) return { ...found, checked: 0, erased: 0 }
  const { size, root, first, last, checked } = found
  if (size !== archive.size || root !== archive.root) {
    return wrong('It was signed under another head of the log.')
  }
  const isWhole = first === archive.first && last === archive.last && checked === last - first + 1
  return isWhole ? found : wrong('It has other events than the log says of it.')
}
