/** What callers of an operation may rely on: its input and its output, as data. */
import * as z from 'zod/mini'
import type { Field } from '../../src/kernel/fields.ts'
import { type AnyOperation, actorKindOf } from '../../src/kernel/operation.ts'

const fieldContract = (field: Field): object => ({
  kind: field.kind,
  about: field.about,
  required: field.required,
  ...(field.clearable && { clearable: true }),
  ...(field.default !== undefined && { default: field.default }),
  ...(field.choices && { choices: field.choices }),
  ...(field.topic && { topic: field.topic }),
  ...(field.item && { item: fieldContract(field.item) }),
})

const schemaOf = (schema: z.ZodMiniType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}

const contract = (operation: AnyOperation): object => ({
  summary: operation.summary,
  effect: operation.effect,
  actor: actorKindOf(operation),
  ...(operation.confirm && { confirm: true }),
  ...(operation.sensitive && { sensitive: true }),
  ...(operation.shownOnce && { shownOnce: operation.shownOnce }),
  input: Object.fromEntries(
    Object.entries(operation.input).map(([name, field]) => [name, fieldContract(field as Field)]),
  ),
  output: schemaOf(operation.output),
})

export const contractOf = (operations: AnyOperation[]): object =>
  Object.fromEntries(operations.map(operation => [operation.name, contract(operation)]))

/** A scalar, or a list of nothing else. */
const isFlat = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every(item => typeof item !== 'object')
    : typeof value !== 'object' || value === null

/** JSON with whatever fits on a line on one: a page that people compare, not only machines. */
export const layOut = (value: unknown, indent = ''): string => {
  const flat = JSON.stringify(value)
  if (isFlat(value) || indent.length + flat.length <= 100) return flat
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map(item => inner + layOut(item, inner))
    : Object.entries(value as object).map(
        ([name, item]) => `${inner}${JSON.stringify(name)}: ${layOut(item, inner)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}
