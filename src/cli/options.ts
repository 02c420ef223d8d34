/** The flags that every command has, in the groups that help lists them in. */
import * as Flags from '@oclif/core/flags'
import type { AnyOperation } from '../kernel/operation.ts'

export const formats = ['table', 'json', 'ndjson', 'csv', 'yaml', 'ids'] as const
export type Format = (typeof formats)[number]

const output = {
  output: Flags.string({
    char: 'o',
    description: 'How to print the answer.',
    options: [...formats],
    helpGroup: 'OUTPUT',
  }),
  json: Flags.boolean({ description: 'The same as -o json.', helpGroup: 'OUTPUT' }),
  fields: Flags.string({
    description: 'Only these fields, in this order.',
    helpValue: 'A,B',
    helpGroup: 'OUTPUT',
  }),
  'no-color': Flags.boolean({ description: 'No colours.', helpGroup: 'OUTPUT' }),
}

/** For a command that answers something and asks nothing. */
export const outputFlags = output

const table = {
  columns: Flags.string({
    description: 'The columns of the table.',
    helpValue: 'A,B',
    helpGroup: 'OUTPUT',
  }),
  'no-headers': Flags.boolean({ description: 'No header line.', helpGroup: 'OUTPUT' }),
  wide: Flags.boolean({
    description: 'Nothing is cut, however long the lines.',
    helpGroup: 'OUTPUT',
  }),
}

const all = {
  all: Flags.boolean({ description: 'Every page, streamed.', helpGroup: 'OUTPUT' }),
}

const dryRun = {
  'dry-run': Flags.boolean({
    description: 'Show what would change and be sent; change and send nothing.',
    helpGroup: 'SAFETY',
  }),
}

const once = {
  'idempotency-key': Flags.string({
    description: 'Do it once: repeated with this key, the same answer comes again.',
    helpValue: 'KEY',
    helpGroup: 'SAFETY',
  }),
}

const reason = {
  reason: Flags.string({
    description: 'Why; kept with the event.',
    helpValue: 'TEXT',
    helpGroup: 'SAFETY',
  }),
}

const yes = {
  yes: Flags.boolean({ char: 'y', description: 'Go ahead without asking.', helpGroup: 'SAFETY' }),
}

/** What the runner and the output give to every command of this operation, beside its own fields. */
export const commonFlags = (operation: AnyOperation, listed: boolean) => ({
  ...output,
  ...(listed && { ...table, ...(operation.input.limit && all) }),
  ...(operation.effect !== 'read' && {
    ...dryRun,
    // What an attempt does is done before an answer kept under a key could stand in for it.
    ...(!operation.attempt && once),
    ...(!operation.input.reason && reason),
  }),
  ...((operation.effect === 'destroy' || operation.confirm) && yes),
})
