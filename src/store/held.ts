/**
 * Writes held back, to go to the database together: a statement for each table, where one for each
 * row would be a round trip each. What is held is what the rows will be; nobody may look for them in
 * the database meanwhile, so whoever asks it anything has them written first, or is told to go
 * another way.
 */
import type { Session } from './engine.ts'
import { type AnyTable, columnsOf } from './table.ts'

type Row = Record<string, unknown>

type OfTable = {
  table: AnyTable
  inserted: Map<number, Row>
  /** By row, what is changed of it. */
  patched: Map<number, Row>
  /** Numbers taken for rows to come. */
  keys: number[]
}

export type Held = {
  /** Takes a row and answers it as it will be read: defaults filled in, and numbered. `own` goes before
   * what it says. */
  insert(table: AnyTable, row: Row, own: Row): Promise<Row>
  update(table: AnyTable, before: Row, changed: Row): Row
  /** Whether anything is held. */
  readonly some: boolean
  /** Writes all that is held; has done so when it returns, on an engine that waits for nothing. */
  settle(): void | Promise<void>
}

/** Numbers taken at first, and then: what is left over of them is a gap that nobody sees. */
const firstKeys = 200
const moreKeys = 800

const blanks = new WeakMap<AnyTable, { blank: Row; names: string[] }>()

/** A row of nothing but defaults. What begins as a copy of it has all of its members: adding them one
 * by one takes several times as long. */
const blankOf = (table: AnyTable): { blank: Row; names: string[] } => {
  let found = blanks.get(table)
  if (!found) {
    const columns = Object.entries(columnsOf(table))
    const blank = Object.fromEntries(columns.map(([name, { default: own }]) => [name, own ?? null]))
    found = { blank, names: Object.keys(blank) }
    blanks.set(table, found)
  }
  return found
}

/** A row with all of its columns, as it is when it is read again. */
export const wholeRow = (table: AnyTable, row: Row): Row => {
  const { blank, names } = blankOf(table)
  const whole = { ...blank }
  for (const name of names) {
    const value = row[name]
    if (value !== undefined && value !== null) whole[name] = value
  }
  return whole
}

export const holding = (session: Session): Held => {
  const tables = new Map<AnyTable, OfTable>()
  const of = (table: AnyTable): OfTable => {
    let held = tables.get(table)
    if (!held) {
      held = { table, inserted: new Map(), patched: new Map(), keys: [] }
      tables.set(table, held)
    }
    return held
  }
  return {
    get some() {
      return [...tables.values()].some(({ inserted, patched }) => inserted.size + patched.size > 0)
    },
    async insert(table, row, own) {
      const { inserted, keys } = of(table)
      if (keys.length === 0) {
        const last = Math.max(0, ...inserted.keys())
        const count = inserted.size > 0 ? moreKeys : firstKeys
        keys.push(...(await session.many.keys(table, count, last)))
      }
      const key = keys.shift()!
      const whole = Object.assign(wholeRow(table, row), own)
      whole.key = key
      inserted.set(key, whole)
      return whole
    },
    update(table, before, changed) {
      const { inserted, patched } = of(table)
      const key = before.key as number
      const after = { ...before, ...changed }
      if (inserted.has(key)) inserted.set(key, after)
      else patched.set(key, { ...patched.get(key), ...changed })
      return after
    },
    settle() {
      const all = [...tables.values()]
      tables.clear()
      return inOrder(all.flatMap(held => writesOf(session, held)))
    },
  }
}

type Write = () => void | Promise<void>

/** Each once the one before is done. What is done at once has been done when this returns. */
const inOrder = (writes: readonly Write[]): void | Promise<void> => {
  for (const [at, write] of writes.entries()) {
    const done = write()
    if (done) return done.then(() => inOrder(writes.slice(at + 1)))
  }
}

const writesOf = ({ many }: Session, { table, inserted, patched }: OfTable): Write[] => [
  ...(inserted.size > 0 ? [() => many.insert(table, [...inserted.values()])] : []),
  ...alike(patched).map(
    ([names, rows]) =>
      () =>
        many.update(table, names, rows),
  ),
]

/** Rows of which the same columns change, in the order of their keys. */
const alike = (patched: Map<number, Row>): [names: string[], rows: Row[]][] => {
  const groups = new Map<string, [string[], Row[]]>()
  for (const [key, changed] of [...patched].sort(([a], [b]) => a - b)) {
    const names = Object.keys(changed).sort()
    const group = groups.get(names.join()) ?? [names, []]
    group[1].push({ ...changed, key })
    groups.set(names.join(), group)
  }
  return [...groups.values()]
}
