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
  problem: Problem | null
}

/** Adds to the verdict what the files prove: `archived` then counts the events that none of them has.
 * The log itself says which files are its own, by their SHA-256. */
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
    const { problem, checked, erased } = await proofOf(file, archive)
    if (problem) joined.problem = { ...problem, what: `${file.name}: ${problem.what}` }
    joined.archived -= checked
    joined.erased += erased
  }
  return { ...joined, ok: joined.problem === null }
}

const proofOf = async (file: FileInput, archive: Archive | undefined) => {
  const wrong = (what: string) => ({ problem: { sequence: null, what }, checked: 0, erased: 0 })
  if (!archive) return wrong('This is none of the archives that the log speaks of.')
  const found = await verifyFile(linesOf(unzipped(file.open())))
  if (found.problem) return { ...found, checked: 0, erased: 0 }
  const sameHead = found.size === archive.size && found.root === archive.root
  return sameHead ? found : wrong('It was signed under another head of the log.')
}
