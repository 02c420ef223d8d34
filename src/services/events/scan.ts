/**
 * The proof of a log, from its rows to its head. Rows are read in order and in batches, and it stops
 * at the first that is not as it was recorded.
 */
import { and, eq, isNotNull, notInArray, or, sql } from 'drizzle-orm'
import {
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
  frontierAt,
  rootOf,
} from '../../kernel/merkle.ts'
import {
  eventRows,
  type Head,
  nodeReader,
  readHead,
  type StoredEvent,
  subjectRows,
} from '../../store/log.ts'
import {
  archivedEventsTable,
  eventSubjectsTable,
  eventsTable,
  logsTable,
} from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { providersTable } from '../providers/table.ts'
import {
  archivedThrough,
  archiveFault,
  growArchived,
  readArchives,
  rootChecker,
} from './archives.ts'
import { type Erasures, erasureType, namedIn } from './erasure.ts'
import { faultOf } from './soundness.ts'

/** `sequence` is the first event that is wrong; null where no event is, but the head. */
export type Problem = { sequence: number | null; what: string }

export type Scan = {
  /** How many events were found right, from the first on; of archived ones, their hashes. */
  checked: number
  /** How many of those are archived. */
  archived: number
  /** Of the tree over all rows, once they are all read. */
  root: Buffer
  /** The root when the log had the size asked for; null when it has never had it. */
  rootThen: Buffer | null
  erased: number
  problem: Problem | null
}

/** `past` is the size of a checkpoint to be held against, `key` the verifier key that archives are
 * sealed by; without one it is the key that the database names. */
export type Held = { past?: number | undefined; key?: string | undefined }

/** Proves the log of the provider in scope. */
export const scanLog = (tx: Tx, held: Held = {}): Promise<Scan> =>
  scanFrom(tx, emptyFrontier(), held)

/** Proves the last events and the head. The hashes of those before them are taken as they stand: the
 * head contradicts them if they were changed, but nobody reads what they are hashes of. */
export const scanTail = async (tx: Tx, length: number): Promise<Scan> => {
  const { size } = await readHead(tx)
  const wanted = Number.isSafeInteger(size) && size > length ? size - length : 0
  const start = Math.max(wanted, await archivedThrough(tx))
  const frontier = await frontierAt(start, nodeReader(tx))
  const isWhole = frontier.peaks.every(peak => peak.length === EMPTY_ROOT.length)
  // Without them, reading everything tells which event is at fault.
  return scanFrom(tx, isWhole ? frontier : emptyFrontier(), {})
}

const scanFrom = async (tx: Tx, frontier: Frontier, { past, key }: Held): Promise<Scan> => {
  const isWhole = frontier.size === 0
  const scan: Omit<Scan, 'problem'> = {
    checked: 0,
    archived: 0,
    root: EMPTY_ROOT,
    rootThen: past === 0 ? EMPTY_ROOT : null,
    erased: 0,
  }
  const erasures = await readErasures(tx)
  const archives = await readArchives(tx)
  const hasRootOf = rootChecker(archives)
  if (isWhole) {
    const end = archives.at(-1)?.last ?? 0
    const problem = await growArchived(tx, frontier, end, () => {
      scan.archived = frontier.size
      scan.checked = frontier.size
      if (frontier.size === past) scan.rootThen = rootOf(frontier)
      return hasRootOf(frontier)
    })
    if (problem) return { ...scan, problem }
  }
  const unproven = await archiveFault(tx, archives, key)
  if (unproven) return { ...scan, problem: unproven }
  const cut = frontier.size
  // The whole has no first number: one that can't be is found by not being left out.
  for await (const rows of eventRows(tx, isWhole ? null : frontier.size + 1)) {
    const sides = await sidesBySequence(tx, frontier.size + 1, frontier.size + 1 + rows.length)
    for (const row of rows) {
      const problem = problemOf(row, tx, frontier, sides, erasures)
      if (problem) return { ...scan, problem }
      scan.checked += 1
      if (row.detail === null) scan.erased += 1
      if (frontier.size === past) scan.rootThen = rootOf(frontier)
      if (!hasRootOf(frontier)) return { ...scan, problem: archiveProblem(row.sequence) }
    }
    const [stray] = sides.keys()
    if (stray !== undefined) return { ...scan, problem: strayProblem(stray) }
  }
  scan.root = rootOf(frontier)
  const wrong = headProblem(await readHead(tx), frontier)
  const problem = wrong ?? (isWhole ? await strayRows(tx, cut, frontier.size + 1) : null)
  return { ...scan, problem }
}

type Sides = Map<number, string[]>

const problemOf = (
  row: StoredEvent,
  tx: Tx,
  frontier: Frontier,
  sides: Sides,
  erasures: Erasures,
): Problem | null => {
  const wanted = frontier.size + 1
  const { sequence } = row
  if (sequence > wanted) return { sequence: wanted, what: 'It is missing.' }
  if (sequence !== wanted) return of(sequence, 'There can be no event of this number.')
  const mine = sides.get(sequence) ?? []
  sides.delete(sequence)
  const { providerId } = tx.scope
  const what = faultOf(row, { providerId, frontier, sides: mine, erasures })
  return what === null ? null : { sequence, what }
}

const sidesBySequence = async (tx: Tx, from: number, to: number): Promise<Sides> => {
  const sides: Sides = new Map()
  for (const { sequence, subject } of await subjectRows(tx, from, to)) {
    const known = sides.get(sequence)
    if (known) known.push(subject)
    else sides.set(sequence, [subject])
  }
  return sides
}

const readErasures = async (tx: Tx): Promise<Erasures> => {
  const table = tx.table(eventsTable)
  const isErasure = and(eq(table.type, erasureType), isNotNull(table.detail))
  const rows = await tx.db
    .select({ sequence: table.sequence, detail: table.detail })
    .from(table)
    .where(and(tx.scoped(eventsTable), isErasure))
    .orderBy(table.sequence)
  return new Map(
    rows.flatMap(({ sequence, detail }) =>
      namedIn(detail).map((erased): [number, number] => [erased, sequence]),
    ),
  )
}

/** The stored head against the tree that the rows make. */
const headProblem = (head: Head, frontier: Frontier): Problem | null => {
  const { size } = frontier
  if (head.size !== size) return sizeProblem(head.size, size)
  const peaks = Buffer.from(head.peaks)
  const same = peaks.equals(encodeFrontier(frontier))
  if (same && (size === 0 || head.root === rootOf(frontier).toString('hex'))) return null
  const range = same ? null : firstOther(frontier, peaks, head.root)
  if (!range) return { sequence: null, what: 'The stored head was changed.' }
  const what = `The stored head has another hash for events ${range.join(' to ')}.`
  return { sequence: range[0], what }
}

const sizeProblem = (counted: number, size: number): Problem => {
  if (!Number.isSafeInteger(counted) || counted < 0) {
    return { sequence: null, what: 'The stored head was changed.' }
  }
  return counted > size
    ? { sequence: size + 1, what: `It is missing: the stored head counts ${counted} events.` }
    : { sequence: counted + 1, what: `It is one too many: the stored head counts ${counted}.` }
}

/** Which events a head that is in itself right has other hashes for; null when it is itself wrong. */
const firstOther = ({ size, peaks }: Frontier, stored: Buffer, root: string) => {
  const said = soundFrontier(size, stored)
  if (!said || rootOf(said).toString('hex') !== root) return null
  const at = peaks.findIndex((peak, index) => !peak.equals(said.peaks[index]!))
  // The peaks are those of the 1s in the binary digits of the size, the largest first.
  const widths = [...size.toString(2)].map((digit, place, all) =>
    digit === '1' ? 2 ** (all.length - 1 - place) : 0,
  )
  const ranges = widths.filter(width => width > 0)
  const start = ranges.slice(0, at).reduce((sum, width) => sum + width, 0)
  return [start + 1, start + ranges[at]!] as const
}

const soundFrontier = (size: number, peaks: Buffer): Frontier | null => {
  try {
    return decodeFrontier(size, peaks)
  } catch {
    return null
  }
}

const archiveProblem = (sequence: number): Problem =>
  of(sequence, 'An archive was signed under another root than the tree has up to here.')

const strayProblem = (sequence: number): Problem =>
  of(sequence, 'Something is found by this number, and there is no such event.')

/** SQLite keeps a text where a number should stand, and that is no number to name. */
const of = (sequence: unknown, what: string): Problem => ({
  sequence: typeof sequence === 'number' ? sequence : null,
  what,
})

/** Rows that belong to no event and to no provider: nobody would see them, and nobody wrote them. */
const strayRows = async (tx: Tx, cut: number, beyond: number): Promise<Problem | null> => {
  const side = tx.table(eventSubjectsTable)
  const outside = or(sql`${side.sequence} <= ${cut}`, sql`${side.sequence} >= ${beyond}`)
  const [stray] = await tx.db
    .select({ sequence: side.sequence })
    .from(side)
    .where(and(tx.scoped(eventSubjectsTable), outside))
    .limit(1)
  if (stray) return strayProblem(stray.sequence)
  const { key } = tx.table(providersTable)
  const providers = tx.db.select({ key }).from(tx.table(providersTable))
  for (const spec of [eventsTable, eventSubjectsTable, logsTable, archivedEventsTable]) {
    const table = tx.table(spec as typeof eventsTable)
    const [row] = await tx.db
      .select()
      .from(table)
      .where(notInArray(table.provider, providers))
      .limit(1)
    if (row) return { sequence: row.sequence ?? null, what: 'It belongs to no provider there is.' }
  }
  return null
}
