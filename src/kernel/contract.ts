/** What callers of an operation may rely on: its input and its output, as data. */
import * as z from 'zod/mini'
import type { Field } from './fields.ts'
import { type AnyOperation, actorKindOf, isSensitive } from './operation.ts'

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

export const schemaOf = (schema: z.ZodMiniType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}

/** The contract of an operation: what the reference pages and `steward commands --json` tell. */
export const contractOf = (operation: AnyOperation): object => ({
  summary: operation.summary,
  effect: operation.effect,
  actor: actorKindOf(operation),
  ...(operation.confirm && { confirm: true }),
  ...(isSensitive(operation) && { sensitive: true }),
  ...(operation.session && { session: true }),
  ...(operation.shownOnce && { shownOnce: operation.shownOnce }),
  input: Object.fromEntries(
    Object.entries(operation.input).map(([name, field]) => [name, fieldContract(field as Field)]),
  ),
  output: schemaOf(operation.output),
})

/** The input as JSON Schema: what a caller of the API or a tool sends. */
export const inputSchemaOf = ({ input }: AnyOperation): object => {
  const fields = Object.entries(input as Record<string, Field>)
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(([name, { schema, about, default: standard }]) => [
        name,
        {
          ...schemaOf(schema),
          description: about,
          ...(standard !== undefined && { default: standard }),
        },
      ]),
    ),
    required: fields.filter(([, { required }]) => required).map(([name]) => name),
    additionalProperties: false,
  }
}
