/** The flags that every command has, in the groups that help lists them in. */
import * as Flags from '@oclif/core/flags'
import type { AnyOperation } from '../kernel/operation.ts'
import { listNameOf, targetOf, targetTopic } from '../kernel/selection.ts'
import { catalogue } from '../services/catalogue.ts'

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
  provider: Flags.string({
    description: 'The provider to stay within, where you reach several: its reference or id.',
    helpValue: 'REFERENCE',
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
const confirm = (destroys: boolean, abouts: readonly (string | undefined)[]) => ({
  confirm: Flags.string({
    description: [
      destroys && 'The name of a protected environment, before anything is destroyed in it.',
      ...abouts,
      destroys && 'May be given twice.',
    ]
      .filter(Boolean)
      .join(' '),
    helpValue: 'VALUE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SAFETY',
  }),
})

const helpGroup = 'MANY AT ONCE'

/** For a write that can be done to many records at once. */
const many = (operation: AnyOperation) => ({
  from: Flags.string({
    description: 'Those that this file names, one a line; - is standard input.',
    helpValue: 'FILE',
    helpGroup,
  }),
  ...(Object.hasOwn(catalogue, listNameOf(targetTopic(operation))) && {
    filter: Flags.string({
      description: 'All that match: see steward help filters.',
      helpValue: 'FILTER',
      helpGroup,
    }),
  }),
  'max-affected': Flags.string({
    description: 'Change nothing if it would be more than this many.',
    helpValue: 'N',
    helpGroup,
  }),
  'failed-to': Flags.string({
    description: 'Where to write those that failed, for --from to take them again.',
    helpValue: 'FILE',
    helpGroup,
  }),
  resume: Flags.string({
    description: 'Go on with a run that was stopped: see steward runs list.',
    helpValue: 'RUN',
    helpGroup,
  }),
})

const countAbout = 'How many it is about, where that is more than 100.'

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
  ...(targetOf(operation) && many(operation)),
  ...(listed && { ...tableFlags, ...(paged && operation.input.limit && all) }),
  ...(operation.effect !== 'read' && {
    ...dryRun,
    // What an attempt does is done before an answer kept under a key could stand in for it.
    ...(!operation.attempt && once),
    ...(!operation.input.reason && reason),
  }),
  ...((operation.effect === 'destroy' || operation.confirm) && yes),
  ...((operation.effect === 'destroy' || targetOf(operation)) &&
    confirm(operation.effect === 'destroy', [
      operation.input.confirm?.about,
      targetOf(operation) ? countAbout : undefined,
    ])),
  ...(operation.sensitive && proof(operation)),
})
