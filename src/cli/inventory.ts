/** Every command as data: what a script, a tool or another face has to know to use it. */
import { contractOf, inputSchemaOf } from '../kernel/contract.ts'
import { type AnyOperation, actorKindOf } from '../kernel/operation.ts'
import { permissionOf } from '../kernel/permission.ts'
import { catalogue } from '../services/catalogue.ts'
import type { Described } from './help/pages.ts'

/** The operation that a command is the face of, if it is one's. */
export const operationOf = async ({
  operationName,
}: Described): Promise<AnyOperation | undefined> => {
  const load = catalogue[operationName as keyof typeof catalogue] as
    | (() => Promise<AnyOperation>)
    | undefined
  return load?.()
}

/** All that are not hidden, by name. */
export const inventory = async (commands: readonly Described[]): Promise<object[]> => {
  const shown = commands.filter(({ hidden }) => !hidden)
  const sorted = shown.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return Promise.all(sorted.map(entry))
}

const entry = async (command: Described): Promise<object> => {
  const { id, summary, description, examples = [], exitCodes = [] } = command
  const operation = await operationOf(command)
  return {
    command: id.replaceAll(':', ' '),
    summary,
    description: description ?? null,
    operation: operation?.name ?? null,
    permission: operation ? neededFor(operation) : null,
    effect: operation?.effect ?? null,
    arguments: Object.values(command.args).map(({ name, required }) => ({
      name,
      required: !!required,
    })),
    flags: Object.values(command.flags)
      .filter(({ hidden }) => !hidden)
      .map(({ name, char, type, options, required }) => ({
        name,
        char: char ?? null,
        type,
        options: options ?? null,
        required: !!required,
      })),
    contract: operation ? contractOf(operation) : null,
    inputSchema: operation ? inputSchemaOf(operation) : null,
    exitCodes,
    examples,
  }
}

const neededFor = (operation: AnyOperation): string | null =>
  actorKindOf(operation) === 'anyone'
    ? null
    : (operation.permission ?? permissionOf(operation.name))
