/** Which events an archive takes, and how its file is written and checked. */
import { and, gte, inArray, lte, max, min } from 'drizzle-orm'
import { conflict, invalid, StewardError } from '../../kernel/errors.ts'
import type { FilterTerm } from '../../kernel/filter.ts'
import type { Checkpoint } from '../../kernel/note.ts'
import { readHead } from '../../store/log.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import type { FilesPort } from '../world.ts'
import { archivedThrough } from './archives.ts'
import { type Extent, manifestOf, provenPage } from './extent.ts'
import { linesOf, verifyFile } from './offline.ts'
import { type Manifest, signManifest } from './proof.ts'
import { scanLog } from './scan.ts'
import type { Sealed } from './seal.ts'
import { type LogSigner, readCheckpoint } from './signing.ts'
import { unzipped } from './unzip.ts'

/** What is younger than this stays in the database: lists, stories and counts speak of it. */
export const stayDays = 90

/** The events to be sealed, and the head that they are sealed under. */
export type Stretch = {
  first: number
  last: number
  begins: Date
  ends: Date
  extent: Extent
  manifest: Manifest
  checkpoint: Checkpoint
}

type Asked = { before: Date | undefined; through: number | undefined }

/** Throws `invalid_input` for events that are too young or not there, and `conflict` where there is
 * nothing left to archive. */
export const stretchOf = async (tx: Tx, asked: Asked, now: Date): Promise<Stretch> => {
  const first = (await archivedThrough(tx)) + 1
  const last = await lastOf(tx, asked)
  if (last < first) {
    const already = first > 1 ? ` Events up to ${first - 1} are archived already.` : ''
    throw conflict(`There is nothing to archive.${already}`)
  }
  const { at, sequence } = tx.table(eventsTable)
  const range = and(tx.scoped(eventsTable), gte(sequence, first), lte(sequence, last))
  const [newest] = await tx.db
    .select({ at: max(at) })
    .from(tx.table(eventsTable))
    .where(range)
  if (newest!.at! > new Date(now.getTime() - stayDays * 86_400_000)) {
    const field = asked.through === undefined ? 'before' : 'through'
    throw invalid(field, `Events of the last ${stayDays} days stay in the database.`)
  }
  const ends = await tx.db
    .select({ at })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), inArray(sequence, [first, last])))
    .orderBy(sequence)
  const checkpoint = await readCheckpoint(tx)
  const terms: FilterTerm[] = [
    { field: 'sequence', op: '>=', values: [first] },
    { field: 'sequence', op: '<=', values: [last] },
  ]
  const extent = { size: checkpoint.size, terms }
  const manifest = await manifestOf(tx, extent)
  return { first, last, begins: ends[0]!.at, ends: ends.at(-1)!.at, extent, manifest, checkpoint }
}

/** Throws `check_failed` for a log that was tampered with: an archive would make what is wrong in it
 * look as if it had been so. */
export const refuseUnsound = async (tx: Tx, key: string | undefined): Promise<void> => {
  const { problem } = await scanLog(tx, { key })
  if (!problem) return
  const { sequence, what } = problem
  const where = sequence === null ? '' : `Event ${sequence}: `
  throw new StewardError('check_failed', `The log is not intact. ${where}${what}`, {
    hint: 'Nothing is archived of it. See: steward events verify',
    details: problem,
  })
}

/** The last event of which all up to it are asked for. */
const lastOf = async (tx: Tx, { before, through }: Asked): Promise<number> => {
  if (before === undefined && through === undefined) {
    throw invalid('before', 'Say up to where: --before TIME or --through NUMBER.')
  }
  const { size } = await readHead(tx)
  if (through !== undefined && through > size) {
    throw invalid('through', `The log has ${size} events.`)
  }
  if (before === undefined) return through!
  const { at, sequence } = tx.table(eventsTable)
  const [later] = await tx.db
    .select({ first: min(sequence) })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), gte(at, before)))
  const last = later?.first ? Number(later.first) - 1 : size
  return Math.min(last, through ?? last)
}

type Read = <T>(query: (tx: Tx) => Promise<T>) => Promise<T>

/** The lines of the file: an export's, signed under the head as it stood. */
export async function* linesOfArchive(
  read: Read,
  { first, extent, manifest, checkpoint }: Stretch,
  signer: LogSigner,
): AsyncGenerator<string> {
  const note = signManifest(checkpoint, manifest, signer)
  const header = { ...manifest, checkpoint: note, verifierKey: signer.verifierKey }
  yield `${JSON.stringify(header)}\n`
  for (let after: number | null = first - 1; after !== null; ) {
    const from: number = after
    const page = await read(tx => provenPage(tx, extent, from, 1000))
    yield page.data.map(event => `${JSON.stringify(event)}\n`).join('')
    after = page.last
  }
}

/** The log keeps the name alone: where things lie on a disk is nobody else's business. */
export const sealedOf = (
  { first, last, begins, ends, checkpoint: { size, root } }: Stretch,
  { file, sha256 }: { file: string; sha256: string },
): Sealed => {
  const name = file.replace(/^.*[\\/]/, '')
  return { first, last, begins, ends, size, root: root.toString('hex'), file: name, sha256 }
}

/** Reads the file back. Throws `check_failed` unless it has every event, and proves each. */
export const proveFile = async (
  files: FilesPort,
  file: string,
  { manifest }: Stretch,
  key: string,
): Promise<void> => {
  const verdict = await verifyFile(linesOf(unzipped(files.read(file))), key)
  if (verdict.ok && verdict.checked === manifest.count) return
  throw new StewardError('check_failed', 'The file does not prove what was written to it.', {
    hint: 'Nothing was taken out of the database. Run: steward events verify',
    details: verdict.problem,
  })
}
