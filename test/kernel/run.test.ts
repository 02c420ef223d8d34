import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Plan, RunInHand } from '../../src/kernel/run.ts'
import type { TargetRow } from '../../src/kernel/selection.ts'
import { editConsumer } from '../../src/services/consumers/edit.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { noteConsumer } from '../../src/services/consumers/note.ts'
import { suspendConsumer } from '../../src/services/consumers/suspend.ts'
import { tagConsumer } from '../../src/services/consumers/tag.ts'
import { createKey } from '../../src/services/keys/create.ts'
import { listKeys } from '../../src/services/keys/list.ts'
import { revokeKey } from '../../src/services/keys/revoke.ts'
import { failure, type House, newHouse, onEveryEngine } from '../support/house.ts'
import { bring } from '../support/people.ts'
import { eventsOf, everything, looking, noMoreEvents, peopleOf, script } from '../support/trial.ts'

const people = (count: number, country = 'KE') =>
  Array.from({ length: count }, (_, at) => ({
    name: `Person ${at}`,
    email: `p${at}-${country.toLowerCase()}@example.org`,
    country,
  }))

/** Goes on with a run to its end, or until `until` rows have come. */
const pursue = async (run: RunInHand, signal?: AbortSignal) => {
  const rows = []
  for await (const one of run.each(run.rows(), { signal })) rows.push(one)
  return rows
}

const told = (rows: Awaited<ReturnType<typeof pursue>>) =>
  rows.map(({ row, result }) => `${(row as TargetRow).target.selector} ${result}`)

const filtered = async (house: House, filter: string, input: Plan['input'], call = {}) => {
  const bulk = await house.bulk(suspendConsumer, call)
  const { targets } = await bulk.select(listConsumers, { filter })
  return bulk.begin({ input, targets, asked: { filter } })
}

const reason = { reason: 'audit' }

const eventsOfRun = async (house: House, { run }: RunInHand) =>
  (await eventsOf(house)).filter(({ detail }) => detail.run === run.id)

onEveryEngine('a run', engine => {
  it('is over all that a filter matches, past every page, and each has one event of it', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(501), ...people(3, 'TZ'))
    const run = await filtered(house, 'country=KE', reason)
    expect(run.run).toMatchObject({
      matched: 501,
      position: 0,
      state: 'open',
      filter: 'country=KE',
    })
    expect(await pursue(run)).toHaveLength(501)
    const events = await eventsOfRun(house, run)
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(501)
    expect(run.run).toMatchObject({
      ...{ matched: 501, position: 501, succeeded: 501, skipped: 0, failed: 0, state: 'done' },
    })
    const span = [events[0]!.sequence, events.at(-1)!.sequence]
    expect(Object.values(run.run.logs)).toEqual([span])
    const statuses = (await peopleOf(house)).map(({ country, status }) => `${country} ${status}`)
    expect(new Set(statuses)).toEqual(new Set(['KE suspended', 'TZ active']))
  })

  it('is over whom it was confirmed for, and over nobody who came to match later', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(2))
    const run = await filtered(house, 'country=KE', reason)
    await bring(house, { name: 'Late', email: 'late@example.org', country: 'KE' })
    expect(await pursue(run)).toHaveLength(2)
  })

  it('takes each once, however often and by whatever it is named, and fails whom nobody knows', async () => {
    const house = await newHouse(engine)
    const [ada, bob] = await bring(house, ...people(2))
    const selectors = [ada!.id, 'P0-ke@Example.org', 'nobody@example.org', 'nobody@example.org']
    const bulk = await house.bulk(suspendConsumer)
    const { targets, repeated } = await bulk.select(listConsumers, {
      selectors: [...selectors, bob!.email!],
    })
    expect(repeated).toBe(2)
    const run = await bulk.begin({ input: reason, targets, asked: {} })
    await bring(house, { name: 'Late', email: 'nobody@example.org' })
    const rows = await pursue(run)
    expect(told(rows)).toEqual([
      `${ada!.id} done`,
      'nobody@example.org failed',
      `${bob!.email} done`,
    ])
    expect(rows[1]!.error).toMatchObject({ code: 'not_found', message: 'No such consumer.' })
    expect(run.run).toMatchObject({ matched: 3, succeeded: 2, failed: 1 })
  })

  it('adds up for any list of selectors, and each record has exactly one event', async () => {
    const house = await newHouse(engine)
    const known = await bring(
      house,
      ...people(6).map((person, at) => ({ ...person, externalId: `e${at}` })),
    )
    const names = (one: (typeof known)[number]) => [
      ...[one.id, `id:${one.id}`, one.email!, one.email!.toUpperCase(), `email:${one.email}`],
      ...[one.externalId!, `external:${one.externalId}`],
    ]
    const someone = fc.constantFrom(...known.flatMap(names))
    const nobody = fc.constantFrom('nobody@example.org', '+255700000000', 'e99', 'con_0', '#', 'é')
    const selectors = fc.array(fc.oneof({ weight: 4, arbitrary: someone }, nobody), {
      maxLength: 30,
    })
    let tags = 0
    const adds = async (given: string[]) => {
      const add = `t${tags++}`
      const bulk = await house.bulk(tagConsumer)
      const { targets } = await bulk.select(listConsumers, { selectors: given })
      const run = await bulk.begin({ input: { add }, targets, asked: {} })
      await pursue(run)
      const about = known.filter(one => names(one).some(name => given.includes(name)))
      const missing = new Set(given.filter(name => !known.some(one => names(one).includes(name))))
      expect(run.run).toMatchObject({
        ...{ matched: about.length + missing.size, succeeded: about.length },
        ...{ skipped: 0, failed: missing.size, position: about.length + missing.size },
      })
      const events = await eventsOfRun(house, run)
      expect(events.map(({ subject }) => subject).sort()).toEqual(about.map(({ id }) => id).sort())
    }
    await fc.assert(fc.asyncProperty(selectors, adds), { numRuns: 15 })
  })

  it('refuses what can be no selector, before anything is done', async () => {
    const house = await newHouse(engine)
    const bulk = await house.bulk(tagConsumer)
    for (const selector of ['a\0b', 'a\nb', ' ', 'x'.repeat(321), '\ud800']) {
      const wanted = bulk.select(listConsumers, { selectors: ['e1', selector] })
      expect(await failure(wanted)).toMatchObject({
        message: 'Selector 2 of 2 can not be one: nothing was changed.',
      })
    }
  })

  it('refuses what no record could be done with, before anything is done', async () => {
    const house = await newHouse(engine)
    const [ada] = await bring(house, ...people(1))
    const before = await everything(house)
    const targets = [{ selector: ada!.id, id: ada!.id }]
    const late = { ...reason, until: house.clock.now.toISOString() }
    const suspending = await house.bulk(suspendConsumer)
    const tagging = await house.bulk(tagConsumer)
    for (const begin of ['begun', 'begin'] as const) {
      const plan = { targets, asked: {} }
      expect(await failure(suspending[begin]({ ...plan, input: late }))).toMatchObject({
        ...{ code: 'invalid_input', field: 'until' },
      })
      expect(await failure(tagging[begin]({ ...plan, input: {} }))).toMatchObject({ field: 'add' })
    }
    expect(await everything(house)).toEqual(before)
  })

  it('skips what is so already, without an event', async () => {
    const house = await newHouse(engine)
    const [ada, bob] = await bring(house, ...people(4))
    await house.run(suspendConsumer, { consumer: ada!.id, ...reason })
    await house.run(suspendConsumer, { consumer: bob!.id, reason: 'unpaid', until: '+14d' })
    const run = await filtered(house, 'country=KE', reason)
    const rows = await pursue(run)
    // Whoever is suspended for something else, and free again in 14 days, is not what was asked for.
    expect(rows.map(({ result }) => result)).toEqual(['skipped', 'failed', 'done', 'done'])
    expect(rows[0]).toMatchObject({ why: 'This consumer is suspended already.' })
    expect(rows[1]!.error).toMatchObject({
      message: 'This consumer is suspended already, and not as asked for.',
    })
    const events = (await eventsOfRun(house, run)).map(({ status }) => status)
    expect(events).toEqual(['refused', 'succeeded', 'succeeded'])
    const bulk = await house.bulk(tagConsumer)
    const { targets } = await bulk.select(listConsumers, { filter: 'country=KE' })
    const tagging = { input: { add: 'late' }, targets, asked: {} }
    await pursue(await bulk.begin(tagging))
    const again = await pursue(await bulk.begin(tagging))
    expect(again.map(({ result }) => result)).toEqual(Array(4).fill('skipped'))
  })

  it('stops between two chunks when it is told to, and goes on without doing a row twice', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(450))
    const stop = new AbortController()
    const run = await filtered(house, 'country=KE', { ...reason, until: '+14d' })
    const first = []
    for await (const one of run.each(run.rows(), { signal: stop.signal })) {
      first.push(one)
      stop.abort()
    }
    expect(run.run).toMatchObject({ state: 'interrupted' })
    expect(run.run.position).toBe(first.length)
    expect(run.run.position).toBeLessThan(450)
    house.clock.now = new Date('2026-03-05T12:00:00.000Z')
    const resumed = await (await house.bulk(suspendConsumer)).resume(run.run.id)
    expect(told(first).concat(told(await pursue(resumed)))).toHaveLength(450)
    expect(resumed.run).toMatchObject({ state: 'done', succeeded: 450, input: {} })
    const events = await eventsOfRun(house, run)
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(450)
    expect(events).toHaveLength(450)
    // "+14d" is of the day on which the run was begun, for all of them.
    const ends = new Set((await peopleOf(house)).map(row => row.suspendedUntil?.toISOString()))
    expect(ends).toEqual(new Set(['2026-03-15T12:00:00.000Z']))
  })

  it('is interrupted by what ends it, and goes on once that is mended', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(3))
    const run = await filtered(house, 'country=KE', reason)
    await script(house, noMoreEvents[engine])
    await expect(pursue(run)).rejects.toThrow()
    expect(run.run).toMatchObject({ state: 'interrupted', position: 0, failed: 0 })
    await script(house, `drop trigger no_events${engine === 'postgres' ? ' on events' : ''}`)
    const again = await (await house.bulk(suspendConsumer)).resume(run.run.id)
    await pursue(again)
    expect(again.run).toMatchObject({ state: 'done', succeeded: 3 })
  })

  it('that is done answers what it came to, and changes nothing', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(2))
    const run = await filtered(house, 'country=KE', reason)
    await pursue(run)
    const before = await everything(house)
    const again = await (await house.bulk(suspendConsumer)).resume(run.run.id)
    expect(await pursue(again)).toEqual([])
    expect(again.run).toEqual(run.run)
    expect(await everything(house)).toEqual(before)
  })

  it('is gone on with by one at a time: whoever comes second to a chunk is told', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(450))
    const run = await filtered(house, 'country=KE', reason)
    const other = await (await house.bulk(suspendConsumer)).resume(run.run.id)
    const ended = await Promise.all([run, other].map(one => pursue(one).catch(error => error)))
    const conflicts = ended.filter(one => !Array.isArray(one))
    expect(conflicts).toEqual([expect.objectContaining({ code: 'conflict' })])
    const last = await (await house.bulk(suspendConsumer)).resume(run.run.id)
    await pursue(last)
    expect(last.run).toMatchObject({ state: 'done', succeeded: 450 })
    expect(await eventsOfRun(house, run)).toHaveLength(450)
  })

  it('is begun once under a key, and asked again goes on with it', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(3))
    const key = { idempotencyKey: 'audit-1' }
    const plan = { input: reason, asked: { filter: 'country=KE' } }
    expect(await (await house.bulk(suspendConsumer, key)).begun(plan)).toBeNull()
    const run = await filtered(house, 'country=KE', reason, key)
    const bulk = await house.bulk(suspendConsumer, key)
    const begun = (await bulk.begun(plan))!
    expect(begun.run).toEqual(run.run)
    await pursue(begun)
    expect((await bulk.begin({ ...plan, targets: [] })).run).toEqual(begun.run)
    const other = bulk.begun({ ...plan, input: { reason: 'another' } })
    expect(await failure(other)).toMatchObject({ code: 'conflict', field: 'idempotencyKey' })
    expect(await eventsOfRun(house, run)).toHaveLength(3)
  })

  it('leaves nothing on a dry run', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(201))
    const before = await everything(house)
    const run = await filtered(house, 'country=KE', reason, { dryRun: true })
    const rows = await pursue(run)
    expect(rows[0]!.outcome!.changes[0]).toMatchObject({ after: { status: 'suspended' } })
    expect(run.run).toMatchObject({ id: '', matched: 201, succeeded: 201 })
    expect(await everything(house)).toEqual(before)
    expect(await looking(house, tx => tx.runs.find(''))).toBeNull()
  })

  it('belongs to its operation and its permission', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people(2))
    const { run } = await filtered(house, 'country=KE', reason)
    const other = await house.bulk(noteConsumer)
    expect(await failure(other.resume(run.id))).toMatchObject({
      code: 'conflict',
      hint: `How to go on with it: steward runs show ${run.id}`,
    })
    expect(await failure(other.resume('run_none'))).toMatchObject({ code: 'not_found' })
    await script(house, `update supervisors set role = 'guest'`)
    expect(await failure(house.bulk(suspendConsumer))).toMatchObject({ code: 'not_allowed' })
  })

  it('is over what any topic lists, by pages where it has no quicker way', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createKey, { name: 'nightly' })
    await house.run(createKey, { name: 'weekly' })
    const bulk = await house.bulk(revokeKey)
    const named = await bulk.select(listKeys, { selectors: ['nightly', id, 'none'] })
    expect(named.targets).toEqual([
      { selector: 'nightly', id },
      { selector: 'none', id: null },
    ])
    const { targets } = await bulk.select(listKeys, { filter: 'name=weekly,nightly' })
    expect(targets.map(target => target.id === id)).toEqual([true, false])
    const run = await bulk.begin({ input: {}, targets, asked: {} })
    expect((await pursue(run)).map(({ result }) => result)).toEqual(['done', 'done'])
  })

  it('gives no two people what only one can have, and clears it for all', async () => {
    const house = await newHouse(engine)
    const [ada] = await bring(house, ...people(2))
    const bulk = await house.bulk(editConsumer)
    const { targets } = await bulk.select(listConsumers, { filter: 'country=KE' })
    const same = { input: { email: 'same@example.org' }, asked: {} }
    expect(await failure(bulk.begin({ ...same, targets }))).toMatchObject({
      ...{ code: 'invalid_input', field: 'email' },
      message: 'Only one record can have this email, and these are 2.',
    })
    await pursue(await bulk.begin({ input: { email: '' }, targets, asked: {} }))
    await pursue(await bulk.begin({ ...same, targets: [{ selector: ada!.id, id: ada!.id }] }))
    expect((await peopleOf(house)).map(({ email }) => email)).toEqual(['same@example.org', null])
  })

  it('is refused for an empty filter, which would be everyone, and for what no row could have', async () => {
    const house = await newHouse(engine)
    const bulk = await house.bulk(suspendConsumer)
    const empty = bulk.select(listConsumers, { filter: ' ' })
    expect(await failure(empty)).toMatchObject({ code: 'invalid_input', field: 'filter' })
    const plan = { input: {}, targets: [], asked: {} }
    expect(await failure(bulk.begin(plan))).toMatchObject({ field: 'reason' })
  })
})
