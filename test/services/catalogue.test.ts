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

/** Commands stand in the folder of their topic; these are typed without one. */
const topicless: Record<string, string> = { 'organization.init': 'init' }

/** Commands that aren't the face of one operation, each for its own reason. */
const withoutOperation: Record<string, string> = {
  demo: 'makes a house of its own and shows around in it',
  'db/migrate': 'works on the schema, before any operation can run',
  'db/status': 'tells where the schema stands, even when no operation can run',
  'events/tail': 'asks for events.list again and again',
}

/** Run on the way by another command, or offered by another face. */
const withoutCommand: Record<string, string> = {}

const commandOf = ({ name }: AnyOperation): string => topicless[name] ?? name.replaceAll('.', '/')

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
