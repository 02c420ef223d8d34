/** Before and after, as events keep them: only what differs, secrets as "changed". */
import { canonicalJson } from '../kernel/canonical.ts'
import type { Change, Subject } from '../kernel/event.ts'
import type { AnyTable, TableSpec } from './table.ts'

type Row = Record<string, unknown>

/** Stands for a secret in before and after. */
export const hiddenValue = '(hidden)'

export const subjectOf = <T extends AnyTable>(spec: TableSpec<T>, row: Row): Subject => ({
  id: row.id as string,
  topic: spec.topic,
  ...spec.describe(row as T['$inferSelect']),
})

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

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

export const creation = <T extends AnyTable>(spec: TableSpec<T>, row: Row): Change => ({
  subject: subjectOf(spec, row),
  before: null,
  after: side(spec, row, filled(row)),
})

export const removal = <T extends AnyTable>(spec: TableSpec<T>, row: Row): Change => ({
  subject: subjectOf(spec, row),
  before: side(spec, row, filled(row)),
  after: null,
})

const filled = (row: Row): string[] =>
  Object.keys(row).filter(name => row[name] !== null && row[name] !== undefined)

export const alteration = <T extends AnyTable>(
  spec: TableSpec<T>,
  before: Row,
  after: Row,
  names: string[],
): Change => ({
  subject: subjectOf(spec, after),
  before: side(spec, before, names),
  after: side(spec, after, names),
})
