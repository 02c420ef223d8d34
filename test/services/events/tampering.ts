/** A log with something in it, and hands that reach past the store. */
import type { Scope } from '../../../src/kernel/context.ts'
import type { LogEntry } from '../../../src/kernel/event.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { revokeKey } from '../../../src/services/keys/revoke.ts'
import { defaultScope } from '../../../src/services/organization/queries.ts'
import { nowhere } from '../../../src/store/store.ts'
import type { EngineName, House } from '../../support/house.ts'

/** Runs SQL as someone would who has the database but not the program. */
export const tamper = ({ host }: House, script: string): Promise<void> =>
  host.store.engine.migrating(session => session.script(script))

/** Rows as they are stored. */
export const stored = <T = Record<string, unknown>>({ host }: House, query: string): Promise<T[]> =>
  host.store.engine.migrating(session => session.rows<T>(query))

export const bytes = (engine: EngineName, hex: string): string =>
  engine === 'sqlite' ? `x'${hex}'` : `'\\x${hex}'::bytea`

export const scopeOf = async ({ host }: House): Promise<Scope> =>
  (await host.store.read(nowhere, defaultScope))!

/** An event about two records, as an operation over both would leave it. */
export const entry = (at: Date, more: Partial<LogEntry> = {}): LogEntry => {
  const subjects = more.subjects ?? ['con_a', 'con_b']
  return {
    type: 'consumers.merge',
    at,
    status: 'succeeded',
    actor: 'sup_x',
    key: null,
    impersonator: null,
    approval: null,
    subjects,
    detail: {
      actor: { name: 'X', email: 'x@acme.test', key: null },
      subjects: subjects.map(id => ({ id, topic: 'consumers', name: 'A', email: null })),
      reason: null,
      changes: [],
      messages: 0,
      origin: { channel: 'console', host: 'h', version: '0.1.0' },
      error: null,
      note: null,
    },
    ...more,
  }
}

export const happen = async (house: House, entries: LogEntry[]): Promise<void> => {
  const scope = await scopeOf(house)
  await house.host.store.write(scope, async tx => ({
    commit: true,
    value: await tx.record(entries),
  }))
}

/** Seven events: init, a key made and revoked, four about two people each. */
export const furnish = async (house: House): Promise<void> => {
  await house.run(createKey, { name: 'one' })
  await house.run(revokeKey, { key: 'one' })
  const { now } = house.clock
  await happen(house, [entry(now), entry(now), entry(now, { type: 'consumers.split' }), entry(now)])
}
