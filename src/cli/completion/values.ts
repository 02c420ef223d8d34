/** Values of a field: choices, what a filter or a sort may speak of, records by id, email or reference. */
import type { Field, Fields } from '../../kernel/fields.ts'
import { type FilterField, type FilterFields, operatorsOf } from '../../kernel/filter.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { listNameOf, targetOf, targetTopic } from '../../kernel/selection.ts'
import { catalogue } from '../../services/catalogue.ts'
import { flagName } from '../fields.ts'
import { isRow } from '../output/value.ts'
import type { Candidate } from './words.ts'

/** What looking something up takes: an operation run as whoever is signed in. */
export type Look = (operation: AnyOperation, raw: Record<string, unknown>) => Promise<unknown>

/** More than a screen of them helps nobody. */
const most = 20

/** The values that begin like `typed`. Lists are completed entry by entry. */
export const valuesFor = async (
  operation: AnyOperation,
  name: string,
  typed: string,
  look: Look,
): Promise<Candidate[]> => {
  if (name === 'fields' || name === 'columns') return entries(membersOf(operation), typed)
  const fields = operation.input as Fields
  const field = Object.entries(fields).find(([key]) => flagName(key) === name)?.[1]
  if (!field) return ofMany(operation, name, typed, look)
  if (field.filters) return filterWords(field.filters, typed)
  if (field.sorts) return sortWords(field.sorts).filter(([word]) => word.startsWith(typed))
  if (field.kind === 'list') return entries(choicesOf(field.item), typed)
  if (field.kind === 'ref') return records(field.topic!, typed, look)
  return choicesOf(field)
    .filter(choice => choice.startsWith(typed))
    .map(choice => [choice, ''])
}

/** What says whom a write over many is about has no field of its own. */
const ofMany = async (operation: AnyOperation, name: string, typed: string, look: Look) => {
  if (targetOf(operation) === null) return []
  if (name === 'resume') return records('runs', typed, look)
  const list = name === 'filter' && (await load(listNameOf(targetTopic(operation))))
  const { filters } = (list && (list.input.filter as Field | undefined)) || {}
  return filters ? filterWords(filters, typed) : []
}

const choicesOf = (field: Field | undefined): readonly string[] =>
  field?.choices ?? (field?.kind === 'flag' ? ['yes', 'no'] : [])

const sortWords = (sorts: readonly string[]): Candidate[] =>
  sorts.flatMap(sort => [
    [sort, 'the least first'],
    [`-${sort}`, 'the most first'],
  ])

/** Behind the last comma; what stands there already isn't offered again. */
const entries = (known: readonly string[], typed: string): Candidate[] => {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1)
  const has = new Set(before.split(','))
  return known
    .filter(entry => !has.has(entry) && (before + entry).startsWith(typed))
    .map(entry => [before + entry, ''])
}

/** The members of what is answered, of its rows if it is a list. */
const membersOf = ({ output }: AnyOperation): string[] => {
  const shape = shapeOf(output)
  const row = shape.data && shape.hasMore ? shapeOf(elementOf(shape.data)) : shape
  return Object.keys(row)
}

type Definition = { shape?: Record<string, unknown>; element?: unknown }
const definitionOf = (schema: unknown): Definition =>
  (schema as { _zod?: { def: Definition } } | undefined)?._zod?.def ?? {}
const shapeOf = (schema: unknown) => definitionOf(schema).shape ?? {}
const elementOf = (schema: unknown) => definitionOf(schema).element

const term = /^([\w.]*)(!=|>=|<=|[=<>~])?(.*)$/s

/** The last condition of a filter: its field, then its operator, then its values. */
const filterWords = (filters: FilterFields, typed: string): Candidate[] => {
  const start = typed.lastIndexOf(' ') + 1
  const [before, rest] = [typed.slice(0, start), typed.slice(start)]
  const [, name = '', operator, value = ''] = term.exec(rest) ?? []
  const field = Object.hasOwn(filters, name) ? filters[name] : undefined
  if (operator === undefined) {
    if (field) return operatorsOf(field).map(sign => [`${before}${name}${sign}`, ''])
    return Object.entries(filters)
      .filter(([known]) => known.startsWith(name))
      .map(([known, found]) => [
        `${before}${known}${operatorsOf(found)[0]}`,
        found.about ?? found.kind,
      ])
  }
  if (!field) return []
  const typedSoFar = `${before}${name}${operator}`
  return entries(filterValues(field, operator), value).map(([word]) => [typedSoFar + word, ''])
}

const filterValues = (field: FilterField, operator: string): string[] => {
  if (/[<>]/.test(operator)) return field.kind === 'instant' ? ['today', '-1d', '-7d', '-30d'] : []
  const known = field.kind === 'flag' ? ['yes', 'no'] : (field.choices ?? [])
  return field.nullable ? [...known, 'none'] : [...known]
}

/** Records by what selects them. A topic may have an operation of its own for it, which an index
 * answers; else the newest page of its list will do. */
const records = async (topic: string, prefix: string, look: Look): Promise<Candidate[]> => {
  const suggest = await load(`${topic}.suggest`)
  if (suggest) {
    if (prefix === '') return []
    const { data } = (await look(suggest, { prefix, limit: most })) as { data: Suggestion[] }
    return data.map(({ value, about }) => [value, about])
  }
  const list = await load(listNameOf(topic))
  if (!list) return []
  const { data } = (await look(list, { limit: 50 })) as { data: unknown[] }
  return data
    .filter(isRow)
    .filter(({ id }) => String(id).startsWith(prefix))
    .slice(0, most)
    .map(({ id, name, type, recipient, kind }) => [
      String(id),
      String(name ?? type ?? recipient ?? kind ?? ''),
    ])
}

type Suggestion = { value: string; about: string }

const load = async (name: string): Promise<AnyOperation | undefined> =>
  (catalogue as Record<string, (() => Promise<AnyOperation>) | undefined>)[name]?.()
