/** The reference pages, each as a pure function of what the code says about itself. */
import { readFileSync } from 'node:fs'
import { errorCodes } from '../../src/kernel/errors.ts'
import { type AnyOperation, actorKindOf, askedBy, levelOf } from '../../src/kernel/operation.ts'
import { permissionOf } from '../../src/kernel/permission.ts'
import { catalogue as operations } from '../../src/services/catalogue.ts'
import { catalogue as settings } from '../../src/services/settings/catalogue.ts'
import { type Commands, commandsPage } from './commands.ts'
import { contractsOf, layOut } from './contract.ts'
import { code, document, table } from './markdown.ts'
import { tablesPage } from './tables.ts'

const effects: Record<string, string> = {
  read: 'changes nothing',
  write: 'can be taken back',
  destroy: 'can not, or not easily',
}

const permissionsPage = (all: AnyOperation[]): string =>
  document(
    'Permissions',
    'A permission is the name of an operation with a colon. `*` stands for all, `consumers:*` for' +
      ' a topic, `*:list` for a verb. Where it is for anyone, no permission is asked.',
    table(
      ['Permission', 'Effect', 'For', 'Reach', 'Allows'],
      all.map(operation => [
        code(permissionOf(operation.name)),
        operation.effect,
        actorKindOf(operation),
        levelOf(operation),
        operation.summary,
      ]),
    ),
    table(['Effect', 'Meaning'], Object.entries(effects)),
  )

/** What the program itself looks permissions up in: to load every operation for it takes too long. */
const inventory = (all: AnyOperation[]): string => {
  const lines = all
    .filter(operation => !operation.permission && actorKindOf(operation) === 'supervisor')
    .map(operation => {
      const { permission, reads } = askedBy(operation)
      return `  '${permission}': { reads: ${reads}, level: '${levelOf(operation)}' },`
    })
  return [
    '/** Every permission, as the operations have it. Made by npm run docs; not to be edited. */',
    "import type { Level } from '../../kernel/permission.ts'",
    '',
    'export const inventory = {',
    ...lines,
    '} satisfies Record<string, { reads: boolean; level: Level }>',
    '',
  ].join('\n')
}

const leavesEvents = ({ effect, recorded }: AnyOperation): boolean =>
  effect !== 'read' || recorded !== undefined

const recordedWhen = ({ effect, recorded }: AnyOperation): string => {
  if (typeof recorded === 'function') return 'some of its inputs'
  if (effect === 'read' || recorded) return 'always'
  return 'when something changed'
}

const eventsPage = (all: AnyOperation[]): string =>
  document(
    'Events',
    'The type of an event is the name of its operation. Refusals by permission, sign-in, state and' +
      ' approval are recorded under the same type with the status `refused`; invalid input, records' +
      ' not found and dry runs are not.',
    table(
      ['Type', 'Recorded', 'What happened'],
      all
        .filter(leavesEvents)
        .map(operation => [code(operation.name), recordedWhen(operation), operation.summary]),
    ),
  )

const errorsPage = (): string =>
  document(
    'Errors',
    'With `--json` an error is `{ "error": { code, message, hint, field, details } }` on standard' +
      ' output. The exit code is for scripts, the status for callers of the API.',
    table(
      ['Code', 'Exit', 'Status', 'Meaning'],
      Object.entries(errorCodes).map(([name, { exit, status, about }]) => [
        code(name),
        String(exit),
        String(status),
        about,
      ]),
    ),
  )

const settingsPage = (): string =>
  document(
    'Settings',
    'Read with `steward settings show`, changed with `steward settings set KEY VALUE`.',
    table(
      ['Key', 'Type', 'Default', 'Unit', 'What it is for'],
      settings.map(({ key, field, default: standard, unit }) => [
        code(key),
        field.choices?.join(', ') ?? field.kind,
        standard === null ? 'not set' : code(String(standard)),
        unit ?? '',
        field.about,
      ]),
    ),
  )

/** Every page by its file's name. The same code makes the same text, whenever and wherever. */
export const pages = async (): Promise<Record<string, string>> => {
  const all: AnyOperation[] = await Promise.all(Object.values(operations).map(load => load()))
  const { commands } = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
    commands: Commands
  }
  return {
    'commands.md': commandsPage(commands),
    'permissions.md': permissionsPage(all),
    'events.md': eventsPage(all),
    'errors.md': errorsPage(),
    'settings.md': settingsPage(),
    'tables.md': tablesPage(),
    '../../src/services/roles/inventory.ts': inventory(all),
    'operations.json': `${layOut(contractsOf(all))}\n`,
  }
}
