/**
 * The log in the database: appending to it, and reading it back as a Merkle tree. The head is locked
 * last, just before the commit, so that writers of one provider wait for each other only there.
 */
import { and, asc, eq, gte, inArray, lt, type SQL } from 'drizzle-orm'
import type { Home, Ids } from '../kernel/context.ts'
import { type Entry, type Leaf, leafText, type Recorded, saltOf, sealed } from '../kernel/event.ts'
import {
  append,
  decodeFrontier,
  encodeFrontier,
  leafHash,
  type NodeReader,
  rootOf,
} from '../kernel/merkle.ts'
import { isoText } from '../kernel/time.ts'
import { insertRow } from './statements.ts'
import type { RowOf } from './table.ts'
import { archivedEventsTable, eventSubjectsTable, eventsTable, logsTable } from './tables.ts'
import type { Tx } from './transaction.ts'

export type EventRow = RowOf<typeof eventsTable>

export type Head = { size: number; root: string; peaks: Buffer }

const hashLength = 32

/** The head of this provider's log; an empty one before its first event. */
export const readHead = async (tx: Tx): Promise<Head> => {
  const table = tx.table(logsTable)
  const [head] = await tx.db.select().from(table).where(eq(table.provider, tx.scope.provider))
  return head ?? { size: 0, root: '', peaks: Buffer.alloc(0) }
}

/** A head's root as it is told everywhere, and as a checkpoint has it (C2SP tlog-checkpoint): base64. */
export const shownRoot = ({ root }: Pick<Head, 'root'>): string =>
  Buffer.from(root, 'hex').toString('base64')

/** The same, locked until the transaction's end. */
export const lockHead = async (tx: Tx, provider = tx.scope.provider): Promise<Head> => {
  const table = tx.table(logsTable)
  const mine = eq(table.provider, provider)
  const [head] = await tx.expressions.locking(tx.db.select().from(table).where(mine))
  if (head) return head
  const empty = { provider, size: 0, peaks: Buffer.alloc(0), root: '' }
  await tx.db.insert(table).values(empty).onConflictDoNothing()
  const [made] = await tx.expressions.locking(tx.db.select().from(table).where(mine))
  return made!
}

/** Throws where what is told of may not have happened: asked while the log's head is held. */
export type Admits = (tx: Tx, home: Home, entries: readonly Entry[]) => Promise<void>

export type Writing = { ids: Ids; admits: Admits }

/** Each goes to the log of the provider that it is of. Heads are locked in one order, so that those who
 * write to several logs never wait for each other in a ring. */
export const appendEvents = async (
  tx: Tx,
  writing: Writing,
  entries: Entry[],
): Promise<Recorded[]> => {
  const homes = new Map<number, Home>()
  for (const { home = tx.scope } of entries) homes.set(home.provider, home)
  const [only] = homes.values()
  if (only && homes.size === 1) return appendTo(tx, only, writing, entries)
  const recorded = new Map<Entry, Recorded>()
  for (const home of [...homes.values()].sort((a, b) => a.provider - b.provider)) {
    const theirs = entries.filter(entry => (entry.home ?? tx.scope).provider === home.provider)
    const made = await appendTo(tx, home, writing, theirs)
    for (const [at, entry] of theirs.entries()) recorded.set(entry, made[at]!)
  }
  return entries.map(entry => recorded.get(entry)!)
}

const appendTo = async (
  tx: Tx,
  home: Home,
  { ids, admits }: Writing,
  entries: Entry[],
): Promise<Recorded[]> => {
  const head = await lockHead(tx, home.provider)
  await admits(tx, home, entries)
  const frontier = decodeFrontier(head.size, head.peaks)
  const rows = entries.map((entry, at) => {
    const row = rowOf(entry, head.size + at + 1, home, ids)
    const leaf = leafHash(leafText(leafOf(row, home.providerId)))
    return { ...row, nodes: Buffer.concat([leaf, ...append(frontier, leaf)]) }
  })
  await insertEvents(tx, rows)
  const others = rows.flatMap(row => otherSubjects(row).map(subject => ({ ...pick(row), subject })))
  if (others.length > 0) await tx.session.many.insert(tx.table(eventSubjectsTable), others)
  const table = tx.table(logsTable)
  await tx.db
    .update(table)
    .set({
      size: frontier.size,
      peaks: encodeFrontier(frontier),
      root: rootOf(frontier).toString('hex'),
    })
    .where(eq(table.provider, home.provider))
  return rows.map(({ id, sequence }) => ({ id, sequence, providerId: home.providerId }))
}

/** One event, by far the most usual, goes by a prepared statement. */
const insertEvents = async (tx: Tx, rows: (ReturnType<typeof rowOf> & { nodes: Buffer })[]) => {
  const table = tx.table(eventsTable)
  if (rows.length === 1) await insertRow(tx.session, table, rows[0]!)
  else await tx.session.many.insert(table, rows)
}

const pick = ({ provider, sequence }: { provider: number; sequence: number }) => ({
  provider,
  sequence,
})

const rowOf = (entry: Entry, sequence: number, { provider }: Home, ids: Ids) => {
  const { text, salt, digest } =
    'sealed' in entry ? entry.sealed : sealed(entry.detail, saltOf(ids))
  const [subject = null, ...others] = entry.subjects
  return {
    provider,
    sequence,
    id: 'sealed' in entry ? entry.id : ids.make('evt'),
    type: entry.type,
    at: entry.at,
    status: entry.status,
    actor: entry.actor,
    apiKey: entry.key,
    impersonator: entry.impersonator,
    approval: entry.approval,
    subject,
    others: others.length > 0 ? JSON.stringify(others) : null,
    digest,
    salt,
    detail: text,
  }
}

export const otherSubjects = (row: Pick<EventRow, 'others'>): string[] =>
  row.others === null ? [] : (JSON.parse(row.others) as string[])

/** The leaf of a stored row. It is rebuilt from the columns, so an edit of any of them shows. */
export const leafOf = (row: Omit<EventRow, 'nodes'>, providerId: string): Leaf => ({
  sequence: row.sequence,
  id: row.id,
  type: row.type,
  at: isoText(row.at),
  status: row.status,
  provider: providerId,
  actor: row.actor,
  key: row.apiKey,
  impersonator: row.impersonator,
  approval: row.approval,
  subjects: row.subject === null ? [] : [row.subject, ...otherSubjects(row)],
  digest: row.digest,
})

/** Reads nodes of the tree from the rows that completed them: node (level, index) stands in the row
 * of its last leaf. Rows once read are kept, since the paths of a proof share them; `rows` are those
 * at hand already. */
export const nodeReader = (
  tx: Tx,
  rows: readonly Pick<EventRow, 'sequence' | 'nodes'>[] = [],
): NodeReader => {
  const kept = new Map(rows.map(({ sequence, nodes }) => [sequence, nodes]))
  return async (level, index) => {
    const sequence = (index + 1) * 2 ** level
    let nodes = kept.get(sequence)
    if (!nodes) {
      nodes = await nodesOf(tx, sequence)
      kept.set(sequence, nodes)
    }
    return nodes.subarray(level * hashLength, (level + 1) * hashLength)
  }
}

const nodesOf = async (tx: Tx, sequence: number): Promise<Buffer> => {
  const table = tx.table(eventsTable)
  const [row] = await tx.db
    .select({ nodes: table.nodes })
    .from(table)
    .where(and(tx.scoped(eventsTable), eq(table.sequence, sequence)))
  if (row) return Buffer.from(row.nodes)
  const archived = tx.table(archivedEventsTable)
  const [left] = await tx.db
    .select({ nodes: archived.nodes })
    .from(archived)
    .where(and(tx.scoped(archivedEventsTable), eq(archived.sequence, sequence)))
  return left ? Buffer.from(left.nodes) : Buffer.alloc(0)
}

/** A row as it is found, whatever has been done to it: where `soundAt` is false, `at` is no instant
 * of this engine, though it may still read like one. */
export type StoredEvent = EventRow & { soundAt: boolean }

/** All rows of the log in order, in batches: those below the first number too, which a hand may have
 * put there and which no number of this language need be small enough to name. */
export async function* eventRows(
  tx: Tx,
  from: number | null = null,
  batch = 1000,
): AsyncGenerator<StoredEvent[]> {
  const table = tx.table(eventsTable)
  for (let next = from; ; ) {
    const onward: SQL | undefined = next === null ? undefined : gte(table.sequence, next)
    const query = tx.db
      .select({ row: table as never, beside: tx.expressions.isInstant(table.at) })
      .from(table)
      .where(and(tx.scoped(eventsTable), onward))
      .orderBy(asc(table.sequence))
      .limit(batch)
    const found = await tx.session.records(table, query)
    const rows = found.map(({ row, beside }) => Object.assign(row, { soundAt: Boolean(beside) }))
    if (rows.length > 0) yield rows
    if (rows.length < batch) return
    next = rows.at(-1)!.sequence + 1
  }
}

/** The hashes of archived events in order, in batches. */
export async function* archivedNodes(
  tx: Tx,
  batch = 1000,
): AsyncGenerator<{ sequence: number; nodes: Buffer }[]> {
  const table = tx.table(archivedEventsTable)
  for (let next: number | null = null; ; ) {
    const onward: SQL | undefined = next === null ? undefined : gte(table.sequence, next)
    const rows: { sequence: number; nodes: Buffer }[] = await tx.db
      .select({ sequence: table.sequence, nodes: table.nodes })
      .from(table)
      .where(and(tx.scoped(archivedEventsTable), onward))
      .orderBy(asc(table.sequence))
      .limit(batch)
    if (rows.length > 0) yield rows
    if (rows.length < batch) return
    next = rows.at(-1)!.sequence + 1
  }
}

/** Side rows of the events in [from, to), to be compared with what the events say. */
export const subjectRows = async (tx: Tx, from: number, to: number) => {
  const table = tx.table(eventSubjectsTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(eventSubjectsTable), gte(table.sequence, from), lt(table.sequence, to)))
}

/** The sequences of events about `subject`, whether it comes first or not: for a `where … in`. */
export const aboutSubject = (tx: Tx, subject: string) => {
  const table = tx.table(eventSubjectsTable)
  return inArray(
    tx.table(eventsTable).sequence,
    tx.db
      .select({ sequence: table.sequence })
      .from(table)
      .where(and(tx.scoped(eventSubjectsTable), eq(table.subject, subject))),
  )
}
