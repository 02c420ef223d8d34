/** The state machine through the operations: what is written, refused, kept and given back. */
import { expect, it } from 'vitest'
import { errorCodes } from '../../../src/kernel/errors.ts'
import { activateConsumer } from '../../../src/services/consumers/activate.ts'
import { approveConsumer } from '../../../src/services/consumers/approve.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { rejectConsumer } from '../../../src/services/consumers/reject.ts'
import { reopenConsumer } from '../../../src/services/consumers/reopen.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { restoreConsumer } from '../../../src/services/consumers/restore.ts'
import { type Move, moves, movesFrom, statuses } from '../../../src/services/consumers/rules.ts'
import { setPassword } from '../../../src/services/consumers/set-password.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { consumerStats } from '../../../src/services/consumers/stats.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { tagConsumer } from '../../../src/services/consumers/tag.ts'
import { verifyConsumer } from '../../../src/services/consumers/verify.ts'
import type { Action } from '../../../src/services/roles/actions.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { bring, bringOne } from '../../support/people.ts'
import { eventsOf, peopleOf } from '../../support/trial.ts'

const operations = {
  approve: approveConsumer,
  reject: rejectConsumer,
  reopen: reopenConsumer,
  suspend: suspendConsumer,
  activate: activateConsumer,
  delete: deleteConsumer,
  restore: restoreConsumer,
}

const move = (house: House, name: Move, consumer: string, more: Record<string, unknown> = {}) => {
  const reason = name === 'reject' || name === 'suspend' ? { reason: 'because' } : {}
  return house.ask(operations[name], { consumer, ...reason, ...more })
}

/** One person in each status, by id. */
const oneOfEach = async (house: House, email = false) => {
  const people = await bring(
    house,
    ...statuses.map(status => ({
      name: status,
      ...(email && { email: `${status}@example.org` }),
      status: status === 'deleted' ? 'active' : status,
      ...(['suspended', 'rejected'].includes(status) && { statusReason: 'because' }),
    })),
  )
  const ids = Object.fromEntries(statuses.map((status, at) => [status, people[at]!.id]))
  await move(house, 'delete', ids.deleted!)
  return ids as Record<(typeof statuses)[number], string>
}

onEveryEngine('moves of a consumer', engine => {
  it('every pair of status and move is done or is exit 5, changing nothing', async () => {
    const house = await newHouse(engine)
    for (const name of moves) {
      const ids = await oneOfEach(house)
      for (const status of statuses) {
        const before = await house.ask(showConsumer, { consumer: ids[status] })
        if (movesFrom(status).includes(name)) {
          const after = await move(house, name, ids[status])
          expect(after.status).not.toBe(status)
          continue
        }
        const refused = await failure(move(house, name, ids[status]))
        expect(refused).toMatchObject({ code: 'illegal_state', details: { status } })
        expect(errorCodes.illegal_state.exit).toBe(5)
        expect(await house.ask(showConsumer, { consumer: ids[status] })).toEqual(before)
      }
    }
  })

  it('a refused move is in the log, about whom it would have changed', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    await failure(move(house, 'activate', id))
    const event = (await eventsOf(house)).at(-1)
    expect(event).toMatchObject({ type: 'consumers.activate', status: 'refused', subject: id })
  })

  it('activating gives back what the suspension took, pending too', async () => {
    const house = await newHouse(engine)
    const clean = { statusReason: null, statusKind: null, suspendedUntil: null }
    for (const status of ['active', 'pending']) {
      const { id } = await bringOne(house, { name: 'Ada', status })
      const suspended = await move(house, 'suspend', id, { kind: 'fraud', until: '+2d' })
      expect(suspended).toMatchObject({
        status: 'suspended',
        statusReason: 'because',
        statusKind: 'fraud',
        suspendedUntil: '2026-03-03T12:00:00.000Z',
      })
      expect(await move(house, 'activate', id)).toMatchObject({ status, ...clean })
    }
  })

  it('restoring gives back what deletion took, and a suspension with reason, kind and end', async () => {
    const house = await newHouse(engine)
    const people = await bring(
      house,
      { name: 'P', status: 'pending' },
      { name: 'A' },
      { name: 'R', status: 'rejected', statusReason: 'no papers' },
      {
        name: 'S',
        status: 'suspended',
        statusReason: 'unpaid',
        statusKind: 'payment',
        suspendedUntil: '2026-04-01',
      },
    )
    for (const before of people) {
      expect(await move(house, 'delete', before.id)).toMatchObject({ status: 'deleted' })
      expect(await move(house, 'restore', before.id)).toEqual(before)
    }
    const { id } = people[3]!
    expect(await move(house, 'activate', id)).toMatchObject({
      status: 'active',
      statusReason: null,
    })
  })

  it('a suspension that ended while its owner was deleted is over when they are restored', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'P', status: 'pending' })
    await move(house, 'suspend', id, { until: '+1d' })
    await move(house, 'delete', id)
    house.clock.now = new Date('2026-03-05T00:00:00Z')
    expect(await move(house, 'restore', id)).toMatchObject({
      status: 'pending',
      statusReason: null,
      statusKind: null,
      suspendedUntil: null,
    })
    expect(await move(house, 'approve', id)).toMatchObject({ status: 'active' })
  })

  it('a deleted record is reached by its id and nothing else', async () => {
    const house = await newHouse(engine)
    const person = { name: 'Ada', email: 'a@example.org', phone: '+255712345678', externalId: 'x1' }
    const { id } = await bringOne(house, person)
    await move(house, 'delete', id)
    for (const consumer of ['a@example.org', '+255712345678', 'x1', 'external:x1']) {
      expect(await failure(house.ask(showConsumer, { consumer }))).toMatchObject({
        code: 'not_found',
      })
      expect(await failure(move(house, 'restore', consumer))).toMatchObject({ code: 'not_found' })
    }
    expect(await house.ask(showConsumer, { consumer: id })).toMatchObject({ status: 'deleted' })
  })

  it('show names exactly what would work now', async () => {
    const house = await newHouse(engine)
    const rest: Record<string, (consumer: string) => Promise<unknown>> = {
      edit: consumer => house.run(editConsumer, { consumer, company: 'X' }, { dryRun: true }),
      note: consumer => house.run(noteConsumer, { consumer, text: 'X' }, { dryRun: true }),
      tag: consumer => house.run(tagConsumer, { consumer, add: ['x'] }, { dryRun: true }),
      verify: consumer => house.run(verifyConsumer, { consumer, reason: 'x' }, { dryRun: true }),
      'reset-password': consumer => house.run(resetPassword, { consumer }, { dryRun: true }),
      'set-password': consumer => house.run(setPassword, { consumer, password }, { dryRun: true }),
    }
    for (const email of [true, false]) {
      const ids = await oneOfEach(house, email)
      for (const consumer of Object.values(ids)) {
        const { actions } = await house.ask(showConsumer, { consumer })
        const work: string[] = []
        for (const name of moves) {
          const raw = { consumer, ...(['reject', 'suspend'].includes(name) && { reason: 'x' }) }
          const call = house.run(operations[name], raw, { dryRun: true })
          if (
            await call.then(
              () => true,
              () => false,
            )
          )
            work.push(name)
        }
        for (const [name, call] of Object.entries(rest)) {
          if (
            await call(consumer).then(
              () => true,
              () => false,
            )
          )
            work.push(name)
        }
        const open = actions
          .filter((one: Action) => one.allowed)
          .map((one: Action) => one.operation)
        const told = open.map((name: string) => name.slice('consumers.'.length))
        const asked = told.filter((name: string) => name in operations || name in rest)
        expect(asked.sort()).toEqual(work.sort())
        for (const { allowed, because } of actions) expect(because === null).toBe(allowed)
      }
    }
  })

  it('reject and suspend need a reason', async () => {
    const house = await newHouse(engine)
    const { id: consumer } = await bringOne(house, { name: 'P', status: 'pending' })
    for (const operation of [rejectConsumer, suspendConsumer]) {
      for (const reason of [undefined, '', '  ']) {
        const refused = await failure(house.run(operation, { consumer, reason }))
        expect(refused).toMatchObject({ code: 'invalid_input', field: 'reason' })
      }
    }
  })

  it('two moves at once: one is done, the other finds it done', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'P', status: 'pending' })
    const both = await Promise.allSettled([move(house, 'approve', id), move(house, 'reject', id)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = both.find(one => one.status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject({ code: 'illegal_state' })
  })
})

onEveryEngine('a suspension with an end', engine => {
  const until = new Date('2026-03-03T12:00:00.000Z')

  const suspended = async (from = 'active') => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'a@example.org', status: from })
    await move(house, 'suspend', id, { kind: 'payment', until: until.toISOString() })
    return { house, id }
  }

  it('must end in the future', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    for (const end of ['-1s', house.clock.now.toISOString()]) {
      const refused = await failure(move(house, 'suspend', id, { until: end }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'until' })
    }
  })

  it('is over for everything that reads, from exactly then, with nothing written', async () => {
    for (const was of ['active', 'pending'] as const) {
      const { house, id } = await suspended(was)
      const events = (await eventsOf(house)).length
      const seen = async () => {
        const found = async (filter: string) =>
          (await house.ask(listConsumers, { filter })).data.map((row: { id: string }) => row.id)
        const { byStatus, pendingByAge } = await house.ask(consumerStats)
        const shown = await house.ask(showConsumer, { consumer: id })
        return {
          shown: shown.status,
          reason: shown.statusReason,
          suspended: await found('status=suspended'),
          [was]: await found(`status=${was}`),
          kind: await found('kind=payment'),
          noKind: await found('kind=none'),
          counted: { [was]: byStatus[was], suspended: byStatus.suspended },
          waiting: pendingByAge.reduce(
            (sum: number, { count }: { count: number }) => sum + count,
            0,
          ),
        }
      }
      house.clock.now = new Date(until.getTime() - 1)
      expect(await seen()).toEqual({
        shown: 'suspended',
        reason: 'because',
        suspended: [id],
        [was]: [],
        kind: [id],
        noKind: [],
        counted: { [was]: 0, suspended: 1 },
        waiting: 0,
      })
      house.clock.now = until
      expect(await seen()).toEqual({
        shown: was,
        reason: null,
        suspended: [],
        [was]: [id],
        kind: [],
        noKind: [id],
        counted: { [was]: 1, suspended: 0 },
        waiting: was === 'pending' ? 1 : 0,
      })
      expect(await eventsOf(house)).toHaveLength(events)
      expect((await peopleOf(house))[0]).toMatchObject({ status: 'suspended' })
    }
  })

  it('can not be ended once it is over', async () => {
    const { house, id } = await suspended()
    house.clock.now = until
    expect(await failure(move(house, 'activate', id))).toMatchObject({ code: 'illegal_state' })
  })

  it('leaves nothing of itself behind a later change', async () => {
    const clean = {
      statusKind: null,
      suspendedUntil: null,
      suspendedFrom: null,
      statusReason: null,
    }
    const later: [string, (house: House, id: string) => Promise<unknown>, object][] = [
      ['edit', (house, consumer) => house.ask(editConsumer, { consumer, company: 'X' }), clean],
      ['delete', (house, id) => move(house, 'delete', id), { ...clean, deletedFrom: 'active' }],
      [
        'suspend',
        (house, id) => move(house, 'suspend', id, { reason: 'again' }),
        {
          statusReason: 'again',
          statusKind: 'other',
          suspendedUntil: null,
          suspendedFrom: 'active',
        },
      ],
      ['verify', (house, consumer) => house.ask(verifyConsumer, { consumer, reason: 'x' }), clean],
      ['import', house => bring(house, { email: 'a@example.org', name: 'Ada B' }), clean],
    ]
    for (const [, change, expected] of later) {
      const { house, id } = await suspended()
      house.clock.now = until
      await change(house, id)
      expect((await peopleOf(house))[0]).toMatchObject(expected)
    }
  })

  it('is not told as a change of the next operation', async () => {
    const { house, id } = await suspended()
    house.clock.now = until
    const { changes } = await house.run(editConsumer, { consumer: id, company: 'X' })
    expect(changes).toMatchObject([{ before: { company: null }, after: { company: 'X' } }])
    expect(Object.keys(changes[0]!.after!)).toEqual(['company'])
  })
})
