/** What operations are asked with, made out of their own input fields: a new one is asked as well. */
import type { Field, Fields } from '../../../src/kernel/fields.ts'
import type { FilterField } from '../../../src/kernel/filter.ts'
import { type AnyOperation, actorKindOf } from '../../../src/kernel/operation.ts'
import { catalogue, type OperationName } from '../../../src/services/catalogue.ts'
import { fileOf, png } from '../../support/documents.ts'
import { password } from '../../support/house.ts'

/** What somebody selects records of a topic by; the first is always theirs. */
export type Own = (topic: string) => readonly string[]

/** Where a field's kind and name don't say what goes into it. By operation, or `*` for all. */
const fillers: Record<string, Record<string, (own: Own) => unknown>> = {
  '*': {
    country: () => 'KE',
    language: () => 'sw',
    phone: () => '+4915123450000',
    externalId: () => 'filled-in',
  },
  'accounts.move': { parent: own => own('accounts')[0] },
  'accounts.sso-token-check': { mac: () => '00' },
  'accounts.create': { parent: own => own('accounts')[0] },
  'accounts.tags': { add: () => ['filled'] },
  'consumers.create': { name: () => 'Filled In', account: own => own('accounts')[0] },
  'features.create': { reference: () => 'filled-in' },
  'consumers.import': { name: () => 'Filled In', account: own => own('accounts')[0] },
  'consumers.merge': { duplicate: own => own('consumers')[1] },
  'consumers.tag': { add: () => ['filled'] },
  'me.two-factor-confirm': { code: () => '123456' },
  'me.can-i': { operation: () => 'consumers.suspend' },
  'me.why': { operation: () => 'consumers.suspend' },
  'events.archive': { to: () => '/nowhere/at/all', through: () => 1 },
  'providers.create': { name: () => 'Filled In', reference: () => 'filled-in' },
  'team.create': { role: () => 'auditor' },
  'team.invite': { role: () => 'auditor' },
  'team.import': { role: () => 'auditor' },
  'settings.set': { key: () => 'siteName', value: () => 'Filled' },
}

/** Refused on a dry run, whatever they are asked; they take no text that could name anybody. */
export const neverTried: readonly string[] = [
  ...['me.password', 'me.two-factor-confirm', 'sessions.refresh', 'events.archive'],
]

/** The operations of the team: what a stranger, a consumer or the worker runs has no actor here. */
export const teamOperations = async (): Promise<AnyOperation[]> => {
  const all = await Promise.all(
    Object.keys(catalogue).map((name): Promise<AnyOperation> => catalogue[name as OperationName]()),
  )
  return all.filter(operation => actorKindOf(operation) === 'supervisor')
}

export const fieldsOf = ({ input }: AnyOperation): [string, Field][] =>
  Object.entries(input as Fields)

/** All that has to be given, as somebody gives it who means their own records. */
export const required = (operation: AnyOperation, own: Own): Record<string, unknown> => {
  const special = fillers[operation.name] ?? {}
  const given = fieldsOf(operation)
    .filter(([name, field]) => field.required || special[name])
    .map(([name, field]) => [name, valueFor(operation, name, field, own)])
  return Object.fromEntries(given)
}

const valueFor = (operation: AnyOperation, name: string, field: Field, own: Own): unknown => {
  const special = fillers[operation.name]?.[name] ?? fillers['*']![name]
  return special ? special(own) : typical(field, own)
}

const typical = (field: Field, own: Own): unknown => {
  const { kind, choices, topic, item } = field
  if (choices) return choices[0]
  // Who has none of their own names one that never was.
  if (kind === 'ref') return own(topic!)[0] ?? 'nobody'
  if (kind === 'list') return [typical(item!, own)]
  const plain = {
    text: 'Filled in',
    email: 'filled@example.org',
    phone: '+4915123450000',
    instant: '2026-01-01',
    integer: 1,
    flag: false,
    secret: password,
    file: fileOf(png()),
  }
  return plain[kind as keyof typeof plain]
}

/** A question in which a text that somebody may know of another's record stands somewhere. */
export type Question = {
  operation: AnyOperation
  /** Where it stands: `consumer`, `filter name`. */
  field: string
  isRef: boolean
  /** What can be told apart there; a ref tells every selector of its topic. */
  topic: string | null
  raw(text: string): Record<string, unknown>
}

/** Wherever text can be put in, one question each. */
export const questionsOf = (operation: AnyOperation, own: Own): Question[] => {
  const given = required(operation, own)
  return fieldsOf(operation).flatMap(([name, field]) => {
    const { kind, topic = null, filters, item, choices } = field
    const of = (more: Partial<Question>): Question => ({
      ...{ operation, field: name, isRef: false, topic: null },
      raw: text => ({ ...given, [name]: text }),
      ...more,
    })
    if (kind === 'ref') return [of({ isRef: true, topic })]
    if (filters) {
      const texts = Object.entries(filters).filter(
        ([, { kind, choices }]) =>
          kind !== 'instant' && kind !== 'number' && !choices && kind !== 'flag',
      )
      return texts.map(([term]) =>
        of({
          field: `${name} ${term}`,
          raw: text => ({ ...given, [name]: `${term}=${JSON.stringify(text)}` }),
        }),
      )
    }
    if (kind === 'list' && item!.kind === 'ref') {
      return [of({ isRef: true, topic: item!.topic!, raw: text => ({ ...given, [name]: [text] }) })]
    }
    if (choices || field.sorts || name === 'cursor') return []
    if (kind === 'list' && !item!.choices)
      return [of({ raw: text => ({ ...given, [name]: [text] }) })]
    return ['text', 'email', 'phone'].includes(kind) ? [of({})] : []
  })
}

/** Everything that a read can be asked in whole: each filter with something that it takes, each sort, the
 * smallest page, an exact count, a search that most meet, a record of theirs that it may be about. */
export const readings = (operation: AnyOperation, own: Own): Record<string, unknown>[] => {
  const given = required(operation, own)
  const more = fieldsOf(operation).flatMap(([name, field]): Record<string, unknown>[] => {
    const { kind, filters, sorts, topic, choices } = field
    if (filters) return Object.entries(filters).flatMap(([term, of]) => termsFor(name, term, of))
    if (sorts) return sorts.map(by => ({ [name]: `-${by}` }))
    if (name === 'limit') return [{ limit: 1 }]
    if (name === 'search' || name === 'prefix') return [{ [name]: 'a' }]
    if (kind === 'flag') return [{ [name]: true }]
    if (kind === 'ref')
      return own(topic!)
        .slice(0, 2)
        .map(selector => ({ [name]: selector }))
    return choices ? choices.map(choice => ({ [name]: choice })) : []
  })
  return [given, ...more.map(one => ({ ...given, ...one }))]
}

const termsFor = (name: string, term: string, { kind, choices }: FilterField) => {
  if (choices) return choices.slice(0, 2).map(choice => ({ [name]: `${term}=${choice}` }))
  const conditions = {
    ...{ instant: '>=2020-01-01', number: '>=0', flag: '=yes', text: '~a' },
    ...{ tags: '!=nobody', choice: '!=nobody', record: '!=nobody' },
  }
  return [{ [name]: `${term}${conditions[kind]}` }]
}
