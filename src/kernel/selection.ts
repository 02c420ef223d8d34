/**
 * Whom a write over many records is about. Any write that selects one record can be done to many; it
 * is read off its definition, so that no topic has to say anything for it.
 */
import type { Transaction } from './context.ts'
import { invalid, notFound } from './errors.ts'
import { type Field, type FieldKind, parseInput } from './fields.ts'
import { largestPage } from './list.ts'
import { type AnyOperation, actorKindOf, readInput } from './operation.ts'
import type { Page } from './page.ts'
import type { Target } from './run.ts'
import type { Admitted, Row, Steps } from './runner.ts'

/** By selectors or by a filter, never both. */
export type Asked = { selectors: readonly string[] } | { filter: string }

export type Selected = {
  targets: readonly Target[]
  /** How many selectors named a record that another had named before. */
  repeated: number
}

/** A row of a run over fixed targets. */
export type TargetRow = Row & { target: Target }

/** Inputs that the words of a run over many would be mistaken for. */
const reserved = ['from', 'filter', 'confirm', 'maxAffected', 'failedTo', 'resume']

/**
 * The field that says which record it is about: the one that has to name one. Null for what is never
 * done to many: what shows or takes a secret, reads a file, needs two records, or is not for the people
 * of the back office.
 */
export const targetOf = (operation: AnyOperation): string | null => {
  const { effect, input, shownOnce = [], single } = operation
  if (effect === 'read' || single || shownOnce.length > 0) return null
  if (actorKindOf(operation) !== 'supervisor') return null
  const fields = Object.entries(input as Record<string, Field>)
  const unfit = ([name, { kind }]: [string, Field]) =>
    kind === 'secret' || kind === 'file' || reserved.includes(name)
  if (fields.some(unfit)) return null
  const refs = fields.filter(([, { kind, required }]) => kind === 'ref' && required)
  return refs.length === 1 ? refs[0]![0] : null
}

/** The topic whose records it is done to. Its list says what a filter may speak of. */
export const targetTopic = (operation: AnyOperation): string => targetField(operation).topic!

/** The operation that lists a topic. Records within another topic's are listed under it:
 * consumers.documents by consumers.documents-list. */
export const listNameOf = (topic: string): string =>
  topic.includes('.') ? `${topic}-list` : `${topic}.list`

/** What the records that it is done to are called: consumers, documents. */
export const nounsOf = (operation: AnyOperation): string => {
  const topic = targetTopic(operation)
  return targetField(operation).nouns?.[1] ?? topic.slice(topic.lastIndexOf('.') + 1)
}

const nounOf = (operation: AnyOperation): string =>
  targetField(operation).nouns?.[0] ?? nounsOf(operation).replace(/s$/, '')

const targetField = (operation: AnyOperation): Field => operation.input[targetOf(operation)!]!

/** Finds whom it is about: each once, in the order given or, by a filter, the oldest first. */
export const select = async <Tx extends Transaction>(
  steps: Steps<Tx>,
  base: Admitted,
  list: AnyOperation | null,
  asked: Asked,
): Promise<Selected> => {
  if ('filter' in asked) return byFilter(steps, base, list, asked.filter)
  const named = list?.pick?.named
  refuseUnfit(asked.selectors)
  const given = [...new Set(asked.selectors)]
  const ids = named
    ? await steps.store.read(base.actor.scope, tx => named(steps.worldOf(tx, base), given))
    : given
  const byId = new Map<string, Target>()
  for (const [at, selector] of given.entries()) {
    const id = ids[at] ?? null
    const known = id ?? `\0${selector}`
    if (!byId.has(known)) byId.set(known, { selector, id })
  }
  return { targets: [...byId.values()], repeated: asked.selectors.length - byId.size }
}

/** What can be no selector of anything: whoever gave it meant another file. */
const refuseUnfit = (selectors: readonly string[]): void => {
  const unfit = (text: string) =>
    text.trim() === '' || text.length > 320 || /[\0\r\n]/.test(text) || !text.isWellFormed()
  const at = selectors.findIndex(unfit)
  if (at < 0) return
  const count = selectors.length
  throw invalid(undefined, `Selector ${at + 1} of ${count} can not be one: nothing was changed.`)
}

/** By the topic's own list, which has a permission of its own: a count tells who is there. */
const byFilter = async <Tx extends Transaction>(
  steps: Steps<Tx>,
  { call, actor }: Admitted,
  list: AnyOperation | null,
  filter: string,
): Promise<Selected> => {
  if (!list?.input.filter) throw invalid('filter', 'These records can not be chosen by a filter.')
  if (filter.trim() === '') {
    throw invalid(
      'filter',
      'The filter is empty: that would be everyone.',
      'If everyone is meant, say so: such as created>=1970-01-01.',
    )
  }
  const lister = await steps.admit(list, { filter }, { ...call, idempotencyKey: undefined })
  const read = (more: object) => parseInput(list.input, { filter, ...more }, lister.now)
  const ids = await steps.store.read(actor.scope, async tx => {
    const world = steps.worldOf(tx, lister)
    if (list.pick?.matching) return list.pick.matching(world, read({}))
    const found: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const wanted = read({ limit: largestPage, cursor })
      const page = (await list.run(world, wanted, undefined)) as Page<{ id: string }>
      found.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor
    }
    return found.reverse()
  })
  return { targets: ids.map(id => ({ selector: id, id })), repeated: 0 }
}

/** The input of one target; where nobody was found, that is its failure: whoever has come to answer to
 * the name since is not whom the count was confirmed for. */
export const rowOf = (
  operation: AnyOperation,
  input: Record<string, unknown>,
  target: Target,
  place: number,
): TargetRow => ({
  key: String(place),
  raw: { ...input, [targetOf(operation)!]: target.id ?? target.selector },
  target,
  ...(target.id === null && { failed: notFound(nounOf(operation)) }),
})

/** Throws `invalid_input` for a value that only one of so many could have: the first would get it. */
export const refuseUnique = (
  operation: AnyOperation,
  input: Record<string, unknown>,
  count: number,
): void => {
  if (count < 2) return
  const isGiven = (value: unknown) => value !== undefined && value !== null && value !== ''
  const name = Object.keys(input).find(
    name => (operation.input[name] as Field).unique && isGiven(input[name]),
  )
  if (name === undefined) return
  throw invalid(name, `Only one record can have this ${name}, and these are ${count}.`)
}

/** What all rows share, as it is kept: what is relative to now is the same for the last as for the
 * first. Throws `invalid_input` for what no row could be run with. */
export const sharedInput = (
  operation: AnyOperation,
  input: Record<string, unknown>,
  now: Date,
): Record<string, unknown> => {
  const target = targetOf(operation)
  if (target) readInput(operation, { ...input, [target]: '-' }, now)
  const entries = Object.entries(input).map(([name, value]): [string, unknown] => {
    const field = operation.input[name] as Field
    const read = field.kind === 'instant' ? field.read(value, now) : value
    return [name, read instanceof Date ? read.toISOString() : value]
  })
  return Object.fromEntries(entries)
}

/** Kinds whose values may be somebody's own words, or an address of theirs. */
const worded: readonly FieldKind[] = ['text', 'email', 'phone', 'secret']

/** What of the input is kept for good: until when, of what kind, which tags; not what was written of
 * somebody. A reason is kept by itself. */
export const lastingInput = (
  operation: AnyOperation,
  input: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).filter(([name]) => {
      const field = operation.input[name] as Field | undefined
      return field && !worded.includes(field.kind)
    }),
  )
