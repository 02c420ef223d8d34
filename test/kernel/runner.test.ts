import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { randomIds } from '../../src/gateways/ids.ts'
import { noApproval } from '../../src/kernel/approval.ts'
import type { Actor, Call, Scope } from '../../src/kernel/context.ts'
import {
  errorCodes,
  illegalState,
  invalid,
  notFound,
  StewardError,
} from '../../src/kernel/errors.ts'
import { text } from '../../src/kernel/fields.ts'
import { refuse } from '../../src/kernel/operation.ts'
import { createRunner } from '../../src/kernel/runner.ts'
import { insertConsumer } from '../../src/services/consumers/queries.ts'
import { suspendConsumer } from '../../src/services/consumers/suspend.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { type Around, operation } from '../../src/services/world.ts'
import { outboxOf } from '../../src/store/outbox.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { failure, type House, newHouse, onEveryEngine } from '../support/house.ts'
import {
  add,
  eventsOf,
  everything,
  fail,
  lastEvent,
  namesOf,
  noMoreEvents,
  person,
  rename,
  scopeOf,
  script,
} from '../support/trial.ts'

const output = z.unknown()
const name = text({ about: 'A name.' })

/** The house's runner, with a note of each step, and of what an approval is asked for. */
const noting = (house: House, scope: Scope, steps: string[], asked: object[] = []) =>
  createRunner<Tx, undefined>({
    store: {
      read: (scope, part) => house.host.store.read(scope, part),
      write: (scope, part) =>
        house.host.store.write(scope, async tx => {
          steps.push('begin')
          const verdict = await part(tx)
          steps.push(verdict.commit ? 'commit' : 'roll back')
          return verdict
        }),
      atOnce: true,
      catchUp: () => house.host.store.catchUp(),
    },
    gateways: undefined,
    clock: () => house.clock.now,
    ids: randomIds,
    vault: () => ({ digest: text => text, seal: text => text, open: text => text }),
    outbox: outboxOf,
    stranger: async () => null,
    async authenticate() {
      steps.push('sign in')
      return owner(scope)
    },
    async approval(request) {
      steps.push('approve')
      asked.push(request.raw)
      return noApproval(request)
    },
    settled: async (_, entries) => entries,
  })

onEveryEngine('the runner', engine => {
  it('takes its steps in one order: sign in, approve, attempt, prepare, run, record', async () => {
    const house = await newHouse(engine)
    const steps: string[] = []
    const scope = await scopeOf(house)
    const runner = noting(house, scope, steps)
    const ordered = operation({
      name: 'consumers.trial',
      summary: '',
      effect: 'write',
      input: { name },
      output,
      attempt: async () => void steps.push('attempt'),
      prepare: async () => void steps.push('prepare'),
      run: async () => void steps.push('run'),
    })
    const call: Call = { credential: { kind: 'none' }, origin: house.host.origin }
    await failure(runner.run(ordered, {}, call))
    expect(steps).toEqual([])
    await runner.run(ordered, { name: 'Ada' }, call)
    expect(steps.join(', ')).toBe(
      'sign in, approve, begin, attempt, commit, prepare, begin, run, commit',
    )
  })

  it('asks for the approval of all that a run over many is to do, before it begins', async () => {
    const house = await newHouse(engine)
    const [steps, asked]: [string[], object[]] = [[], []]
    const runner = noting(house, await scopeOf(house), steps, asked)
    const call: Call = { credential: { kind: 'none' }, origin: house.host.origin }
    const bulk = await runner.bulk(suspendConsumer, call)
    const input = { reason: 'audit' }
    const run = await bulk.begin({ input, targets: [], asked: { filter: 'country=KE' } })
    expect(steps.slice(0, 3)).toEqual(['sign in', 'approve', 'begin'])
    await bulk.resume(run.run.id)
    expect(asked).toEqual([
      { reason: 'audit', many: { filter: 'country=KE' } },
      { reason: 'audit', many: { run: run.run.id } },
    ])
  })

  it('refuses who lacks the permission, records that, and changes nothing', async () => {
    const house = await newHouse(engine)
    await script(house, `update supervisors set role = 'guest'`)
    const refused = await failure(house.run(add, { name: 'Ada' }, { reason: 'curious' }))
    expect(refused).toMatchObject({
      code: 'not_allowed',
      details: { permission: 'consumers:trial-add' },
    })
    expect(errorCodes.not_allowed.exit).toBe(4)
    expect(await lastEvent(house)).toMatchObject({
      type: 'consumers.trial-add',
      status: 'refused',
      actor: house.ownerId,
      subject: null,
      detail: { reason: 'curious', changes: [], error: { code: 'not_allowed' } },
    })
    expect(await namesOf(house)).toEqual([])
  })

  it('refuses who is of another kind than the operation is for', async () => {
    const house = await newHouse(engine)
    const forConsumers = operation({ ...add, actor: 'consumer' })
    const refused = await failure(house.run(forConsumers, { name: 'Ada' }))
    expect(refused).toMatchObject({ code: 'not_allowed' })
  })

  it('refuses an unknown key and records that nobody known was there', async () => {
    const house = await newHouse(engine)
    const key = `${house.apiKey.slice(0, -1)}${house.apiKey.endsWith('a') ? 'b' : 'a'}`
    const credential = { kind: 'apiKey' as const, key }
    const refused = await failure(house.run(add, { name: 'Ada' }, { credential }))
    expect(refused).toMatchObject({ code: 'not_signed_in' })
    expect(await lastEvent(house)).toMatchObject({ status: 'refused', actor: 'anyone' })
  })

  it('records a refusal by state about the record that it was about, with its reason', async () => {
    const house = await newHouse(engine)
    const input = { name: 'Ada', how: 'state', reason: 'chargeback' }
    expect(await failure(house.run(fail, input))).toMatchObject({ code: 'illegal_state' })
    const event = await lastEvent(house)
    expect(event).toMatchObject({
      type: 'consumers.trial-fail',
      status: 'refused',
      subject: expect.stringMatching(/^con_/),
      detail: {
        subjects: [{ topic: 'consumers', name: 'Ada' }],
        changes: [],
        reason: 'chargeback',
        error: { code: 'illegal_state', message: 'Not now.' },
      },
    })
    expect(await namesOf(house)).toEqual([])
  })

  it('records no invalid input, nothing that was not found and no bug', async () => {
    const house = await newHouse(engine)
    const before = await everything(house)
    await failure(house.run(add, { name: 5 }))
    await failure(house.run(rename, { consumer: 'nobody@example.org', name: 'Ada' }))
    await failure(house.run(fail, { name: 'Ada', how: 'bug' }))
    const late = operation({
      ...add,
      prepare: async () => Promise.reject(invalid('name', 'name is taken by a planet.')),
    })
    await failure(house.run(late, { name: 'Pluto' }))
    expect(await everything(house)).toEqual(before)
  })

  it('records a refusal by state that attempt or prepare comes to', async () => {
    const house = await newHouse(engine)
    const refusing = async () => Promise.reject(illegalState('Too early.'))
    await failure(house.run(operation({ ...add, prepare: refusing }), { name: 'Ada' }))
    expect(await lastEvent(house)).toMatchObject({ status: 'refused' })
    const attempt = operation({
      ...add,
      async attempt(world) {
        const made = await insertConsumer(world.store, person(world, 'Ada'))
        world.store.touch(consumersTable, made)
        throw illegalState('Locked.')
      },
    })
    await failure(house.run(attempt, { name: 'Ada' }))
    expect(await lastEvent(house)).toMatchObject({ detail: { subjects: [{ name: 'Ada' }] } })
    expect(await namesOf(house)).toEqual([])
  })

  it('rolls back everything when run throws', async () => {
    const house = await newHouse(engine)
    const before = await everything(house)
    await expect(house.run(fail, { name: 'Ada', how: 'bug' })).rejects.toThrow('a bug')
    expect(await everything(house)).toEqual(before)
  })

  it('keeps what was written before a refusal, and answers the refusal', async () => {
    const house = await newHouse(engine)
    const refused = await failure(house.run(fail, { name: 'Ada', how: 'refuse' }))
    expect(refused).toMatchObject({ code: 'illegal_state', message: 'Not now, but noted.' })
    expect(await namesOf(house)).toEqual(['Ada'])
    expect(await lastEvent(house)).toMatchObject({
      status: 'refused',
      detail: { changes: [{ before: null, after: { name: 'Ada' } }] },
    })
  })

  it('commits the attempt before it prepares, hands over what it answered, and keeps it', async () => {
    const house = await newHouse(engine)
    const seen: unknown[] = []
    const guarded = operation({
      name: 'consumers.trial-guess',
      summary: '',
      effect: 'write',
      input: {},
      output,
      async attempt(world) {
        await insertConsumer(world.store, person(world, 'Tried'))
        return 'the attempt'
      },
      async prepare({ read, attempted }: Around<string>) {
        seen.push(attempted, await read(countPeople))
        return 'what was prepared'
      },
      async run(_world, _input, prepared: string) {
        seen.push(prepared)
        throw new StewardError('not_found', 'Nothing.')
      },
    })
    await failure(house.run(guarded))
    expect(seen).toEqual(['the attempt', 1, 'what was prepared'])
    expect(await namesOf(house)).toEqual(['Tried'])
  })

  it('gives run a store that throws once its transaction has ended', async () => {
    const house = await newHouse(engine)
    const kept: Tx[] = []
    const leak = operation({
      ...add,
      output,
      prepare: ({ read }: Around) => read(async tx => void kept.push(tx)),
      run: async ({ store }) => void kept.push(store),
    })
    await house.run(leak, { name: 'Ada' })
    expect(kept).toHaveLength(2)
    for (const store of kept) expect(() => store.db).toThrow('this transaction has ended')
  })

  it('does not write what it can not record', async () => {
    const house = await newHouse(engine)
    await script(house, noMoreEvents[engine])
    await expect(house.run(add, { name: 'Ada' })).rejects.toThrow()
    expect(await namesOf(house)).toEqual([])
  })

  it('tells a refusal even when it can not record it', async () => {
    const house = await newHouse(engine)
    await script(house, noMoreEvents[engine])
    const refused = await failure(house.run(fail, { name: 'Ada', how: 'state' }))
    expect(refused).toMatchObject({ code: 'illegal_state' })
  })

  it('records one event of a write: who, by which key, why, whom, and what differs', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(add, { name: 'Ada' })
    const size = (await eventsOf(house)).length
    await house.run(rename, { consumer: id, name: 'Ada Okafor' }, { reason: 'she asked' })
    const events = await eventsOf(house)
    expect(events).toHaveLength(size + 1)
    expect(events.at(-1)).toMatchObject({
      sequence: size + 1,
      type: 'consumers.trial-rename',
      status: 'succeeded',
      at: house.clock.now,
      actor: house.ownerId,
      apiKey: expect.stringMatching(/^key_/),
      subject: id,
      others: null,
    })
    expect(events.at(-1)!.detail).toMatchObject({
      actor: { email: 'owner@acme.test', key: 'ci' },
      subjects: [{ id, topic: 'consumers', name: 'Ada Okafor' }],
      reason: 'she asked',
      messages: 1,
      error: null,
      origin: { channel: 'console', version: '0.1.0' },
    })
    expect(events.at(-1)!.detail.changes).toEqual([
      {
        subject: { id, topic: 'consumers', name: 'Ada Okafor', email: null },
        before: { name: 'Ada' },
        after: { name: 'Ada Okafor' },
      },
    ])
  })

  it('records no event of a write that changes nothing', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(add, { name: 'Ada' })
    const before = await everything(house)
    const outcome = await house.run(rename, { consumer: id, name: 'Ada' })
    expect(outcome.changes).toEqual([])
    expect(await everything(house)).toEqual(before)
  })

  it('records a read only where it is marked, and not when it is a dry run', async () => {
    const house = await newHouse(engine)
    const read = { summary: '', effect: 'read' as const, input: {}, output, run: async () => 1 }
    const ordinary = operation({ ...read, name: 'consumers.trial-look' })
    const recorded = operation({ ...read, name: 'consumers.trial-export', recorded: true })
    const size = (await eventsOf(house)).length
    await house.run(ordinary)
    await house.run(recorded, {}, { dryRun: true })
    expect(await eventsOf(house)).toHaveLength(size)
    await house.run(recorded)
    expect((await eventsOf(house)).slice(size)).toMatchObject([{ type: 'consumers.trial-export' }])
  })

  it('answers a refusal that a read comes to', async () => {
    const house = await newHouse(engine)
    const read = operation({
      name: 'consumers.trial-look',
      summary: '',
      effect: 'read',
      input: {},
      output,
      run: async () => refuse(notFound('page')),
    })
    expect(await failure(house.run(read))).toMatchObject({ code: 'not_found' })
  })

  it('shows on a dry run what would change and be sent, and leaves nothing', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(add, { name: 'Ada' })
    const before = await everything(house)
    const call = { dryRun: true, idempotencyKey: 'k1' }
    const outcome = await house.run(rename, { consumer: id, name: 'Eve' }, call)
    expect(outcome).toMatchObject({
      dryRun: true,
      changes: [{ subject: { id }, before: { name: 'Ada' }, after: { name: 'Eve' } }],
      messages: [{ template: 'renamed', data: { name: 'Eve', code: '(hidden)' } }],
      value: { id },
    })
    expect(await house.run(add, { name: 'Bob' }, call)).toMatchObject({ value: { token: null } })
    await failure(house.run(fail, { name: 'Eve', how: 'state' }, call))
    await failure(house.run(fail, { name: 'Eve', how: 'refuse' }, call))
    expect(await everything(house)).toEqual(before)
  })

  it('keeps the changes made before a part that can fail alone', async () => {
    const house = await newHouse(engine)
    const parts = operation({
      name: 'consumers.trial-parts',
      summary: '',
      effect: 'write',
      input: {},
      output,
      async run(world) {
        const put = (name: string) => insertConsumer(world.store, person(world, name))
        await put('first')
        await world.store.savepoint(() => put('second'))
        await world.store
          .savepoint(async () => {
            await put('lost')
            throw new Error('this part alone')
          })
          .catch(() => undefined)
      },
    })
    const { changes } = await house.run(parts)
    expect(changes.map(change => change.after?.name)).toEqual(['first', 'second'])
    expect(await namesOf(house)).toEqual(['first', 'second'])
  })
})

const owner = (scope: Actor['scope']): Actor => ({
  kind: 'supervisor',
  id: 'sup_0',
  name: 'Owner',
  email: null,
  key: null,
  session: null,
  rights: [['*']],
  level: 'whole',
  scope,
})

const countPeople = async (tx: Tx) => tx.db.$count(tx.table(consumersTable))
