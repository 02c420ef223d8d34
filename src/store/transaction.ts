/**
 * The handle that operations work with. Its own insert, update and remove note before and after as
 * they go, so that no operation can forget the event; and it throws once its transaction has ended.
 */
import { eq, type SQL } from 'drizzle-orm'
import {
  type Captured,
  type IdempotencyClaim,
  type IdempotencyRecord,
  NotTogether,
  type Scope,
  type Transaction,
} from '../kernel/context.ts'
import { conflict } from '../kernel/errors.ts'
import type { Change, Entry, Recorded, Subject } from '../kernel/event.ts'
import { alteration, creation, differing, removal, subjectOf } from './capture.ts'
import type { Database, Engine, Expressions, Session } from './engine.ts'
import { type Held, holding } from './held.ts'
import { answeredKey, claimKey, freeKey, settleKey } from './idempotency.ts'
import { appendEvents, type Writing } from './log.ts'
import { runShelf } from './runs.ts'
import { scopeCondition } from './scope.ts'
import { insertRow, updateRow } from './statements.ts'
import type { AnyTable, TableSpec } from './table.ts'

/** What the store gives to services. */
export type Tx = Transaction & {
  readonly session: Session
  readonly db: Database
  readonly expressions: Expressions
  readonly dialect: Engine['dialect']
  /** The table as built for this engine. */
  table<T extends AnyTable>(spec: TableSpec<T>): T
  /** The condition that keeps another tenant's rows out; every query of a tenant table has it. */
  scoped<T extends AnyTable>(spec: TableSpec<T>): SQL
  /** Rows of a hand-written query. */
  rows<T>(query: SQL): Promise<T[]>
  /** Writes a row that is noted otherwise, or nowhere: a message, a mark. */
  put<T extends AnyTable>(
    spec: TableSpec<T>,
    row: Omit<T['$inferInsert'], 'provider'>,
  ): Promise<T['$inferSelect']>
  insert<T extends AnyTable>(
    spec: TableSpec<T>,
    row: Omit<T['$inferInsert'], 'provider'>,
  ): Promise<T['$inferSelect']>
  /** Writes only what differs, and nothing at all when nothing does. */
  update<T extends AnyTable>(
    spec: TableSpec<T>,
    before: T['$inferSelect'],
    patch: Partial<T['$inferInsert']>,
  ): Promise<T['$inferSelect']>
  remove<T extends AnyTable>(spec: TableSpec<T>, row: T['$inferSelect']): Promise<void>
  /** Goes on in the provider whose row this is: what is made from now on is its own, and so is the
   * event. Throws `conflict` where a change is at work in another already. */
  at(row: { provider: number }): void
  /** Notes a record that is about to be changed: a refusal will be about it. */
  touch<T extends AnyTable>(spec: TableSpec<T>, row: T['$inferSelect']): void
  /** Notes a change that no row's coming or going tells: a setting's, from its default. */
  noteChange(change: Change): void
  /** Keeps something with the event besides changes: counts, a file's digest. */
  note(members: Record<string, unknown>): void
  /** Notes what was put in the outbox, as it may be shown. */
  noteMessage(message: Record<string, unknown>): void
}

/** Instances of table definitions for one engine, made when first used. */
export const tablesOf = (engine: Engine) => {
  const built = new Map<unknown, AnyTable>()
  return <T extends AnyTable>(spec: TableSpec<T>): T => {
    let table = built.get(spec)
    if (!table) {
      table = spec.build(engine.columns)
      built.set(spec, table)
    }
    return table as T
  }
}

export type TableSource = ReturnType<typeof tablesOf>

type StoreParts = { engine: Engine; table: TableSource } & Writing

type Notes = {
  changes: Change[]
  touched: Subject[]
  messages: Record<string, unknown>[]
  note: Record<string, unknown> | null
}

const noNotes = (): Notes => ({ changes: [], touched: [], messages: [], note: null })

/** Runs `part` with a handle that is dead afterwards. */
export const withTransaction = async <T>(
  parts: StoreParts,
  session: Session,
  scope: Scope,
  part: (tx: Tx) => Promise<T>,
): Promise<T> => {
  const life = { ended: false }
  try {
    return await part(mortal(handle(parts, session, scope), life))
  } finally {
    life.ended = true
  }
}

const mortal = (tx: Tx, life: { ended: boolean }): Tx =>
  new Proxy(tx, {
    get(target, name, receiver) {
      // A promise asks its value for `then`; that is not a use of the transaction.
      if (life.ended && name !== 'then') throw new Error('this transaction has ended')
      return Reflect.get(target, name, receiver)
    },
  })

const writing = new Set<unknown>(['insert', 'update', 'delete', 'run', 'execute'])

/** The same, with a word before anything is written through it. */
const watched = (db: Database, wrote: () => void): Database =>
  new Proxy(db, {
    get(target, name, receiver) {
      if (writing.has(name)) wrote()
      return Reflect.get(target, name, receiver)
    },
  })

const handle = (
  { engine, table, ...writing }: StoreParts,
  session: Session,
  entered: Scope,
): Tx => {
  let notes = noNotes()
  let scope = entered
  let settled = false
  let held: Held | null = null
  let writes = 0
  const wrote = () => void writes++
  const db = watched(session.db, wrote)
  /** Whoever asks the database something has what is held back written first. */
  const asked = <T>(value: T): T => {
    if (!held?.some) return value
    if (!session.many.atOnce) throw new NotTogether()
    held.settle()
    return value
  }
  const keyed = (spec: TableSpec<AnyTable>) => table(spec) as AnyTable & { key: never }
  const tx: Tx = {
    get session() {
      wrote()
      return asked(session)
    },
    get db() {
      return asked(db)
    },
    table,
    get scope() {
      return scope
    },
    enter(next) {
      scope = next
      settled = false
    },
    at({ provider }) {
      if (provider === scope.provider) return
      if (settled) throw apart()
      const home = scope.providers.find(one => one.provider === provider)
      if (home) scope = { ...scope, ...home }
    },
    expressions: engine.expressions,
    dialect: engine.dialect,
    get rows() {
      wrote()
      return asked(session.rows)
    },
    scoped: spec => scopeCondition(tx, spec),
    async put(spec, row) {
      wrote()
      const own = { provider: scope.provider }
      const target = table(spec)
      const together = held && 'key' in target
      const made = together
        ? held!.insert(target, row, own)
        : insertRow(session, target, { ...row, ...own })
      return made as never
    },
    async insert(spec, row) {
      const made = await tx.put(spec, row)
      if (spec.prefix) notes.changes.push(creation(spec, table(spec), made as never))
      return made
    },
    async update(spec, before, patch) {
      const changed = differing(before, patch as never)
      const names = Object.keys(changed)
      if (names.length === 0) return before
      wrote()
      const target = keyed(spec)
      const after = held
        ? held.update(target, before, changed)
        : await updateRow(session, target, before.key, changed)
      if (!after) throw new Error(`${spec.topic}: the row to update is gone`)
      if (spec.prefix) notes.changes.push(alteration(spec, before, after, names))
      return after as never
    },
    async remove(spec, row) {
      const target = keyed(spec)
      await asked(db)
        .delete(target)
        .where(eq(target.key, row.key as never))
      if (spec.prefix) notes.changes.push(removal(spec, table(spec), row))
    },
    touch(spec, row) {
      tx.at({ provider: (spec.within === 'itself' ? row.key : row.provider) as number })
      settled = true
      notes.touched.push(subjectOf(spec, row))
    },
    noteChange: change => void notes.changes.push(change),
    note(members) {
      notes.note = { ...notes.note, ...members }
    },
    noteMessage: message => void notes.messages.push(message),
    get writes() {
      return writes
    },
    get touched() {
      return notes.touched
    },
    takeCaptured(): Captured {
      const taken = notes
      notes = noNotes()
      return { ...taken, changes: merged(taken.changes) }
    },
    record: (entries: Entry[]): Promise<Recorded[]> => appendEvents(tx, writing, entries),
    answered: (claim: IdempotencyClaim) => answeredKey(tx, claim),
    claim: (claim: IdempotencyClaim): Promise<IdempotencyRecord | null> => claimKey(tx, claim),
    settle: (claim: IdempotencyClaim, answer: unknown) => settleKey(tx, claim, answer),
    free: (claim: IdempotencyClaim) => freeKey(tx, claim),
    get runs() {
      return runShelf(tx)
    },
    async together(part) {
      held = holding(session)
      try {
        const value = await part()
        await held.settle()
        return value
      } finally {
        held = null
      }
    },
    async savepoint(part) {
      const { changes, messages, note } = notes
      const before = { changes: [...changes], messages: [...messages], note }
      try {
        return await session.savepoint(part)
      } catch (error) {
        // What was touched stays: a refusal is about it.
        notes = { ...before, touched: notes.touched }
        throw error
      }
    },
  }
  return tx
}

const apart = () =>
  conflict('These records belong to different providers, and one change is of one of them.')

/** One change per record, from its first before to its last after. */
const merged = (changes: Change[]): Change[] => {
  if (changes.length < 2) return changes.filter(tells)
  const byRecord = new Map<string, Change>()
  for (const change of changes) {
    const earlier = byRecord.get(change.subject.id)
    byRecord.set(change.subject.id, earlier ? joined(earlier, change) : change)
  }
  return [...byRecord.values()].filter(tells)
}

/** Says something: it isn't a record made and removed again, nor of derived columns alone. */
const tells = ({ before, after }: Change): boolean => says(before) || says(after)

const says = (members: object | null): boolean => {
  for (const _ in members) return true
  return false
}

const joined = (first: Change, second: Change): Change => ({
  subject: second.subject,
  before: first.before === null ? null : { ...second.before, ...first.before },
  after: second.after === null ? null : { ...first.after, ...second.after },
})
