import { globSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AnyOperation, actorKindOf } from '../../src/kernel/operation.ts'
import { catalogue } from '../../src/services/catalogue.ts'

const isOperation = (value: unknown): value is AnyOperation =>
  typeof value === 'object' && value !== null && 'effect' in value && 'run' in value

const files = globSync('src/services/*/*.ts').sort()

const operations = (
  await Promise.all(
    files.map(async file => {
      const exports = Object.values((await import(/* @vite-ignore */ resolve(file))) as object)
      return exports.filter(isOperation).map(operation => ({ file, operation }))
    }),
  )
).flat()

/** Commands stand in the folder of their topic; these are typed without it, or in another. */
const elsewhere: Record<string, string> = {
  'accounts.templates-create': 'accounts/templates/create',
  'accounts.templates-delete': 'accounts/templates/delete',
  'accounts.templates-disable': 'accounts/templates/disable',
  'accounts.templates-edit': 'accounts/templates/edit',
  'accounts.templates-enable': 'accounts/templates/enable',
  'accounts.templates-list': 'accounts/templates/list',
  'accounts.templates-show': 'accounts/templates/show',
  'accounts.sso-token-check': 'accounts/sso-token/check',
  'accounts.sso-token-reveal': 'accounts/sso-token/reveal',
  'accounts.sso-token-rotate': 'accounts/sso-token/rotate',
  'accounts.sso-token-show': 'accounts/sso-token/show',
  'consumers.documents-accept': 'consumers/documents/accept',
  'consumers.documents-add': 'consumers/documents/add',
  'consumers.documents-download': 'consumers/documents/download',
  'consumers.documents-expire': 'consumers/documents/expire',
  'consumers.documents-list': 'consumers/documents/list',
  'consumers.documents-reject': 'consumers/documents/reject',
  'consumers.documents-remind': 'consumers/documents/remind',
  'consumers.documents-request': 'consumers/documents/request',
  'consumers.documents-show': 'consumers/documents/show',
  'consumers.documents-sweep': 'consumers/documents/sweep',
  'consumers.review-claim': 'consumers/review/claim',
  'consumers.review-list': 'consumers/review/list',
  'consumers.review-next': 'consumers/review/next',
  'consumers.review-release': 'consumers/review/release',
  'dashboard.show': 'dashboard',
  'consumers.privacy-erase': 'consumers/privacy/erase',
  'consumers.privacy-export': 'consumers/privacy/export',
  'me.two-factor-confirm': 'me/two-factor/confirm',
  'me.two-factor-disable': 'me/two-factor/disable',
  'me.two-factor-enrol': 'me/two-factor/enrol',
  'me.can-i': 'can-i',
  'me.whoami': 'whoami',
  'me.why': 'why',
  'organization.init': 'init',
  'sessions.create': 'login',
  'sessions.end': 'logout',
  'sessions.list': 'me/sessions/list',
  'sessions.revoke': 'me/sessions/revoke',
}

/** Commands that aren't the face of one operation, each for its own reason. */
const withoutOperation: Record<string, string> = {
  commands: 'lists all of them',
  here: 'says where one is, whatever that is',
  complete: 'what a shell asks while a command is being typed',
  completion: 'makes the scripts by which shells do',
  'help/environment': 'explains, and needs nothing to do so',
  'help/exit-codes': 'explains, and needs nothing to do so',
  'help/filters': 'explains, and needs nothing to do so',
  'help/import-formats': 'explains, and needs nothing to do so',
  'help/output': 'explains, and needs nothing to do so',
  'help/scripting': 'explains, and needs nothing to do so',
  'consumers/review': 'walks through the queue: claims, shows, and decides by several operations',
  demo: 'makes a house of its own and shows around in it',
  doctor: 'looks at everything, above all where no operation can run',
  'db/migrate': 'works on the schema, before any operation can run',
  'db/status': 'tells where the schema stands, even when no operation can run',
  'environments/add': 'keeps a file of this machine, whatever database is in use',
  'environments/edit': 'keeps a file of this machine, whatever database is in use',
  'environments/list': 'keeps a file of this machine, whatever database is in use',
  'environments/remove': 'keeps a file of this machine, whatever database is in use',
  'environments/show': 'keeps a file of this machine, whatever database is in use',
  'environments/use': 'keeps a file of this machine, whatever database is in use',
  'events/tail': 'asks for events.list again and again',
}

/** Run on the way by another command, or offered by another face. */
const withoutCommand: Record<string, string> = {
  'consumers.suggest': 'completion asks it while a name is being typed',
  'sessions.refresh': 'any command asks it before sensitive work, once the last proof is old',
}

const commandOf = ({ name }: AnyOperation): string => elsewhere[name] ?? name.replaceAll('.', '/')

const commands = globSync('src/commands/**/*.ts').map(file =>
  file.slice('src/commands/'.length, -'.ts'.length).replaceAll('\\', '/'),
)

describe('the catalogue', () => {
  it('has every operation, and each under its own name', async () => {
    const named = operations.map(({ operation }) => operation.name).sort()
    expect(Object.keys(catalogue)).toEqual(named)
    for (const { operation } of operations) {
      expect(await catalogue[operation.name as keyof typeof catalogue]()).toBe(operation)
    }
  })
})

describe('an operation', () => {
  it.each(operations)('is named like its file: $operation.name', ({ file, operation }) => {
    expect(operation.name).toBe(`${basename(dirname(file))}.${basename(file, '.ts')}`)
  })

  it('has a command of its name, when it is for the people of the back office', () => {
    const forPeople = operations
      .map(({ operation }) => operation)
      .filter(operation => actorKindOf(operation) === 'supervisor')
      .filter(({ name }) => !withoutCommand[name])
    const missing = forPeople.filter(operation => !commands.includes(commandOf(operation)))
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  it('says in a sentence what it does', () => {
    for (const { operation } of operations) expect(operation.summary).toMatch(/^[A-Z].*\.$/)
  })

  it('describes each of its fields in a sentence', () => {
    for (const { operation } of operations) {
      for (const field of Object.values(operation.input)) {
        expect((field as { about: string }).about).toMatch(/\.$/)
      }
    }
  })
})

describe('a command', () => {
  it.each(commands)('is of an operation: %s', command => {
    const known = [...operations.map(({ operation }) => commandOf(operation))]
    expect(withoutOperation[command] ?? known.includes(command)).toBeTruthy()
  })
})
