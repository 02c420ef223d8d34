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
  time: Flags.string({
    description: 'How times are shown in tables: relative on a terminal, else iso.',
    options: ['relative', 'iso'],
    helpGroup: 'OUTPUT',
  }),
  pager: Flags.boolean({
    description: 'Page by page, by $PAGER or less; on a terminal only.',
    helpGroup: 'OUTPUT',
  }),
  'no-color': Flags.boolean({ description: 'No colours.', helpGroup: 'OUTPUT' }),
  env: Flags.string({
    description: 'The environment to work in: see steward environments.',
    helpValue: 'NAME',
    helpGroup: 'ENVIRONMENT',
  }),
}

/** For a command that answers something and asks nothing. */
export const outputFlags = output

export const tableFlags = {
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

export const documentFlags = {
  to: Flags.string({
    description: 'Write the document to this new file, for you alone to read, and say where it is.',
    helpValue: 'FILE',
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

/** Names and counts typed where the danger is great; several where it is great in several ways. */
const confirm = (about?: string) => ({
  confirm: Flags.string({
    description: [
      'The name of a protected environment, before anything is destroyed in it.',
      ...(about ? [about] : []),
      'May be given twice.',
    ].join(' '),
    helpValue: 'VALUE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SAFETY',
  }),
})

/** What a fresh proof is given by. Where a field of the operation has the name already it steps
 * aside. */
export const proofFlags = ({ input }: AnyOperation) => ({
  code: input.code ? 'fresh-code' : 'code',
  password: input.password ? 'fresh-password' : 'password',
})

/** Something sensitive may ask a signed-in person to prove again that it is them. */
const proof = (operation: AnyOperation) => {
  const { code, password } = proofFlags(operation)
  const helpGroup = 'SAFETY'
  const description = 'A code that proves it is you, where your sign-in is more than 5 minutes old.'
  return {
    [code]: Flags.string({ description, helpValue: 'CODE', helpGroup }),
    [`${code}-stdin`]: Flags.boolean({
      description: 'Read that code from standard input.',
      helpGroup,
    }),
    [`${password}-stdin`]: Flags.boolean({
      description: 'Without a second factor: read your password from standard input.',
      helpGroup,
    }),
    [`${password}-file`]: Flags.string({
      description: 'Read that password from a file.',
      helpValue: 'FILE',
      helpGroup,
    }),
  }
}

/** What the runner and the output give to every command of this operation, beside its own fields. */
export const commonFlags = (operation: AnyOperation, listed: boolean, paged = listed) => ({
  ...output,
  ...(listed && { ...tableFlags, ...(paged && operation.input.limit && all) }),
  ...(operation.effect !== 'read' && {
    ...dryRun,
    // What an attempt does is done before an answer kept under a key could stand in for it.
    ...(!operation.attempt && once),
    ...(!operation.input.reason && reason),
  }),
  ...((operation.effect === 'destroy' || operation.confirm) && yes),
  ...(operation.effect === 'destroy' && confirm(operation.input.confirm?.about)),
  ...(operation.sensitive && proof(operation)),
})
