/** `--fields`: the part of an answer that was asked for. */
import { invalid } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { isRow, type Row } from './value.ts'

/**
 * `value` with only the named fields, in their order. A page keeps its envelope and each of its
 * rows is picked from; a list is picked from row by row. `a.b` keeps `a` with only `b` in it, null
 * where `a` is null, and in a list of records from each.
 *
 * @throws invalid_input on `fields` for a name that no row has, with the nearest that one has. A
 * list without rows takes any name.
 */
export function pick(value: unknown, fields: readonly string[]): unknown {
  if (isPage(value)) return { ...value, data: pick(value.data, fields) }
  const wanted = byHead(fields)
  refuseUnknown(wanted, [value], '')
  return picked(value, wanted)
}

const isPage = (value: unknown): value is Row & { data: unknown[] } =>
  isRow(value) && Array.isArray(value.data) && 'hasMore' in value

/** Field names by their first part, with what is wanted of it; nothing more means all of it. */
type Wanted = Map<string, Wanted>

function byHead(fields: readonly string[]): Wanted {
  const rests = new Map<string, string[]>()
  for (const field of fields) {
    const [head = '', ...rest] = field.split('.')
    rests.set(head, [...(rests.get(head) ?? []), rest.join('.')])
  }
  const inner = (rest: string[]): Wanted => (rest.includes('') ? new Map() : byHead(rest))
  return new Map([...rests].map(([head, rest]) => [head, inner(rest)]))
}

function picked(value: unknown, wanted: Wanted): unknown {
  if (wanted.size === 0) return value
  if (Array.isArray(value)) return value.map(item => picked(item, wanted))
  if (!isRow(value)) return value ?? null
  const entries = [...wanted].map(([name, inner]) => {
    const found = Object.hasOwn(value, name) ? value[name] : null
    return [name, picked(found ?? null, inner)]
  })
  return Object.fromEntries(entries)
}

/** Checks against what is there; where every value is null, any name may be right. */
function refuseUnknown(wanted: Wanted, values: readonly unknown[], path: string): void {
  const present = values.flat().filter(value => value != null)
  if (present.length === 0) return
  const rows = present.filter(isRow)
  const known = [...new Set(rows.flatMap(row => Object.keys(row)))]
  for (const [name, inner] of wanted) {
    if (!known.includes(name)) throw unknownField(name, known, path)
    refuseUnknown(
      inner,
      rows.map(row => row[name]),
      `${path}${name}.`,
    )
  }
}

/** What is said to a name that no row has, with the nearest of those that are `known` there. */
export function unknownField(
  name: string,
  known: readonly string[],
  path: string,
  from: 'fields' | 'columns' = 'fields',
) {
  const near = nearest(name, known)
  const names = known.map(other => path + other).join(', ')
  const hint = near ? `Did you mean ${path}${near}?` : `The fields are: ${names || 'none here'}.`
  return invalid(from, `This answer has no ${from.slice(0, -1)} of that name.`, hint)
}
