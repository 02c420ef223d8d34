/**
 * A house to test in: a real engine, an organisation, a runner, a clock that stands still and ids
 * that count. Tests go through the runner, so permission, rollback and event are always exercised.
 */
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { type Host, openHost } from '../../src/host.ts'
import type { Call } from '../../src/kernel/context.ts'
import type { AnyOperation } from '../../src/kernel/operation.ts'
import type { Bulk } from '../../src/kernel/run.ts'
import type { Outcome, Row, RowOutcome } from '../../src/kernel/runner.ts'
import { initOrganization } from '../../src/services/organization/init.ts'
import { createDatabase, temporaryFolder } from './databases.ts'

export type EngineName = 'sqlite' | 'postgres'

export const root = process.cwd()

/** The engines of this run: both, unless it is told to leave Postgres out. */
export const engines = (): EngineName[] =>
  inject('postgresUrl') === null ? ['sqlite'] : ['sqlite', 'postgres']

/** One suite, run on each engine. */
export const onEveryEngine = (name: string, suite: (engine: EngineName) => void): void => {
  for (const engine of engines()) describe(`${name} (${engine})`, () => suite(engine))
}

/** A database of its own: a file in a new folder, or a copy of the template. */
export const newDatabase = async (engine: EngineName): Promise<{ home: string; url: string }> => {
  const home = temporaryFolder()
  if (engine === 'sqlite') return { home, url: join(home, 'steward.db') }
  return { home, url: await createDatabase(inject('postgresUrl')!, 'template_steward') }
}

export type House = {
  host: Host
  home: string
  url: string
  apiKey: string
  ownerId: string
  /** Where the clock stands; set it to move it. */
  clock: { now: Date }
  run(
    operation: AnyOperation,
    raw?: Record<string, unknown>,
    call?: Partial<Call>,
  ): Promise<Outcome>
  /** The answer alone. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  ask(operation: AnyOperation, raw?: Record<string, unknown>, call?: Partial<Call>): Promise<any>
  runEach<R extends Row>(
    operation: AnyOperation,
    rows: R[],
    call?: Partial<Call>,
  ): Promise<RowOutcome<R>[]>
  bulk(operation: AnyOperation, call?: Partial<Call>): Promise<Bulk>
}

export const password = 'correct horse battery staple'

/** A house with an organisation in it, closed and removed when the test is over. */
export const newHouse = async (
  engine: EngineName,
  env: Record<string, string> = {},
): Promise<House> => {
  const { home, url } = await newDatabase(engine)
  const clock = { now: new Date('2026-03-01T12:00:00.000Z') }
  const host = await openHost({
    root,
    version: '0.1.0',
    env: { STEWARD_HOME: home, STEWARD_DATABASE_URL: url, ...env },
    clock: () => clock.now,
  })
  onTestFinished(() => host.close())
  await host.migrate()
  const runner = await host.runner()
  const base: Call = { credential: { kind: 'none' }, origin: host.origin }
  const made = await runner.run(
    initOrganization,
    { name: 'Acme', email: 'owner@acme.test', password, apiKey: 'ci' },
    base,
  )
  const { apiKey, owner } = made.value as { apiKey: string; owner: { id: string } }
  const mine: Call = { ...base, credential: { kind: 'apiKey', key: apiKey } }
  const run: House['run'] = async (operation, raw = {}, call = {}) => {
    const outcome = await runner.run(operation, raw, { ...mine, ...call })
    keepsItsWord(operation, outcome.value)
    return outcome
  }
  return {
    host,
    home,
    url,
    apiKey,
    ownerId: owner.id,
    clock,
    run,
    ask: async (operation, raw, call) => (await run(operation, raw, call)).value,
    async runEach(operation, rows, call = {}) {
      const outcomes = []
      for await (const one of runner.runEach(operation, rows, { ...mine, ...call }))
        outcomes.push(one)
      return outcomes as never
    },
    bulk: (operation, call = {}) => runner.bulk(operation, { ...mine, ...call }),
  }
}

/** An answer is what the operation's `output` says, no member more or less. */
const keepsItsWord = ({ name, output }: AnyOperation, value: unknown): void => {
  if (!output) return
  const { success, data, error } = z.safeParse(output, value)
  if (!success) throw new Error(`${name} does not answer what it says: ${z.prettifyError(error)}`)
  expect(value).toEqual(data)
}

/** What a call fails with, as data: tests say what they expect of it. */
export const failure = async (call: Promise<unknown>) => {
  try {
    await call
  } catch (error) {
    const { code, message, hint, field, details } = error as Record<string, unknown>
    return { code, message, hint, field, details }
  }
  throw new Error('it did not fail')
}
