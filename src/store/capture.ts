/** Before and after, as events keep them: only what differs, secrets as "changed". */
import { canonicalJson } from '../kernel/canonical.ts'
import type { Change, Subject } from '../kernel/event.ts'
import { isoText } from '../kernel/time.ts'
import { type AnyTable, columnsOf, type TableSpec } from './table.ts'

type Row = Record<string, unknown>

/** Stands for a secret in before and after. */
export const hiddenValue = '(hidden)'

/** Members stand in the order of their names throughout, as an event is written: what is in order
 * needs no sorting. */
export const subjectOf = <T extends AnyTable>(spec: TableSpec<T>, row: Row): Subject => {
  const { name, email } = spec.describe(row as T['$inferSelect'])
  return { email, id: row.id as string, name, topic: spec.topic }
}

const plain = (value: unknown): unknown => (value instanceof Date ? isoText(value) : value)

const same = (a: unknown, b: unknown): boolean =>
  a === b || canonicalJson(plain(a) ?? null) === canonicalJson(plain(b) ?? null)

const shown = (mark: string | undefined, value: unknown): unknown =>
  mark === 'secret' && value !== null && value !== undefined ? hiddenValue : (plain(value) ?? null)

/** The members of `patch` that would change `row`. */
export const differing = (row: Row, patch: Row): Row =>
  Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => value !== undefined && !same(row[name], value)),
  )

const side = <T extends AnyTable>(spec: TableSpec<T>, row: Row, names: string[]): Row => {
  const marks = spec.marks as Record<string, string | undefined>
  const kept: Row = {}
  for (const name of names) {
    const mark = marks[name]
    if (mark !== 'derived') kept[name] = shown(mark, row[name])
  }
  return kept
}

export const creation = <T extends AnyTable>(spec: TableSpec<T>, table: T, row: Row): Change => ({
  after: whole(spec, table, row),
  before: null,
  subject: subjectOf(spec, row),
})

export const removal = <T extends AnyTable>(spec: TableSpec<T>, table: T, row: Row): Change => ({
  after: null,
  before: whole(spec, table, row),
  subject: subjectOf(spec, row),
})

/** All that a record says. */
const whole = <T extends AnyTable>(spec: TableSpec<T>, table: T, row: Row): Row => {
  const kept: Row = {}
  for (const [name, mark] of toldOf(spec as never, table)) {
    const value = row[name]
    if (value !== null && value !== undefined) kept[name] = shown(mark, value)
  }
  return kept
}

type Told = [name: string, mark: string | undefined][]

const toldBy = new WeakMap<AnyTable, Told>()

/** The columns that are told, in the order of their names. */
const toldOf = ({ marks }: TableSpec<AnyTable>, table: AnyTable): Told => {
  let told = toldBy.get(table)
  if (!told) {
    const names = Object.keys(columnsOf(table)).filter(name => marks[name] !== 'derived')
    told = names.sort().map(name => [name, marks[name]])
    toldBy.set(table, told)
  }
  return told
}

export const alteration = <T extends AnyTable>(
  spec: TableSpec<T>,
  before: Row,
  after: Row,
  names: string[],
): Change => {
  const sorted = names.toSorted()
  return {
    after: side(spec, after, sorted),
    before: side(spec, before, sorted),
    subject: subjectOf(spec, after),
  }
}
