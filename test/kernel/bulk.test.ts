import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { Call } from '../../src/kernel/context.ts'
import { illegalState, notFound } from '../../src/kernel/errors.ts'
import { text } from '../../src/kernel/fields.ts'
import { refuse } from '../../src/kernel/operation.ts'
import { insertConsumer } from '../../src/services/consumers/queries.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { createKey } from '../../src/services/keys/create.ts'
import { revokeKey } from '../../src/services/keys/revoke.ts'
import { operation } from '../../src/services/world.ts'
import { failure, newHouse, onEveryEngine } from '../support/house.ts'
import { eventsOf, everything, namesOf, person, script } from '../support/trial.ts'

/** Adds someone, and then fails in the way that the name says. */
const addEach = operation({
  name: 'consumers.trial-each',
  summary: '',
  effect: 'write',
  input: { name: text({ about: 'A name.', max: 20 }) },
  output: z.object({ id: z.string() }),
  prepare: async (_around, { name }) => {
    if (name.startsWith('early')) throw notFound('country')
  },
  async run(world, { name }) {
    const made = await insertConsumer(world.store, person(world, name))
    world.store.touch(consumersTable, made)
    if (name.startsWith('missing')) throw notFound('account')
    if (name.startsWith('state')) throw illegalState('Not now.')
    if (name.startsWith('refuse')) return refuse(illegalState('Not now, but noted.'))
    if (name.startsWith('bug')) throw new TypeError('a bug')
    return { id: made.id }
  },
})

const rowsOf = (...names: string[]) =>
  names.map((name, at) => ({ key: `${at + 1}`, raw: { name } }))

const many = (count: number) => Array.from({ length: count }, (_, at) => `person ${at}`)

onEveryEngine('a bulk run', engine => {
  it('writes each row with an event of its own', async () => {
    const house = await newHouse(engine)
    const size = (await eventsOf(house)).length
    const outcomes = await house.runEach(addEach, rowsOf(...many(450)))
    expect(outcomes.map(one => one.error)).toEqual(Array(450).fill(null))
    expect(await namesOf(house)).toEqual(many(450))
    const events = (await eventsOf(house)).slice(size)
    expect(events.map(event => event.detail.subjects[0]!.name)).toEqual(many(450))
    expect(events.map(event => event.subject)).toEqual(
      outcomes.map(one => (one.outcome!.value as { id: string }).id),
    )
  })

  it('lets a row that fails take no other with it, nor leave anything but its refusal', async () => {
    const house = await newHouse(engine)
    const size = (await eventsOf(house)).length
    const names = ['a', 'missing', 'b', 'early', 'c', 'x'.repeat(21), 'd', 'state', 'e', 'refuse']
    const outcomes = await house.runEach(addEach, rowsOf(...names))
    expect(outcomes.map(one => one.row.key)).toEqual(names.map((_, at) => `${at + 1}`))
    expect(outcomes.map(one => one.error?.code ?? 'done')).toEqual([
      'done',
      'not_found',
      'done',
      'not_found',
      'done',
      'invalid_input',
      'done',
      'illegal_state',
      'done',
      'illegal_state',
    ])
    expect(await namesOf(house)).toEqual(['a', 'b', 'c', 'd', 'e', 'refuse'])
    const events = (await eventsOf(house)).slice(size)
    expect(events.map(({ status, detail }) => [status, detail.subjects[0]!.name])).toEqual([
      ['succeeded', 'a'],
      ['succeeded', 'b'],
      ['succeeded', 'c'],
      ['succeeded', 'd'],
      ['refused', 'state'],
      ['succeeded', 'e'],
      ['refused', 'refuse'],
    ])
    expect(events.map(event => event.detail.changes.length)).toEqual([1, 1, 1, 1, 0, 1, 1])
  })

  it('runs nothing twice for a row that fails before it has written anything', async () => {
    const house = await newHouse(engine)
    const ran: string[] = []
    const fussy = operation({
      ...addEach,
      async run(world, { name }) {
        ran.push(name)
        if (name.startsWith('state')) throw illegalState('Not now.')
        return { id: (await insertConsumer(world.store, person(world, name))).id }
      },
    })
    const names = ['a', 'state', 'b', 'c']
    const size = (await eventsOf(house)).length
    const outcomes = await house.runEach(fussy, rowsOf(...names))
    expect(outcomes.map(one => one.result)).toEqual(['done', 'failed', 'done', 'done'])
    expect(await namesOf(house)).toEqual(['a', 'b', 'c'])
    const events = (await eventsOf(house)).slice(size)
    expect(events.map(({ status }) => status)).toEqual([
      'succeeded',
      'refused',
      'succeeded',
      'succeeded',
    ])
    expect(ran).toEqual(names)
  })

  it('ends where whoever asked for it may not go on, with what was done by then kept', async () => {
    const house = await newHouse(engine)
    const { apiKey } = await house.ask(createKey, { name: 'nightly' })
    const call: Call = { origin: house.host.origin, credential: { kind: 'apiKey', key: apiKey } }
    async function* rows() {
      for (const [at, row] of rowsOf(...many(2500)).entries()) {
        if (at === 300) await house.run(revokeKey, { key: 'nightly' })
        yield row
      }
    }
    const runner = await house.host.runner()
    const done: string[] = []
    const going = async () => {
      for await (const { row } of runner.runEach(addEach, rows(), call)) done.push(row.raw.name)
    }
    expect(await failure(going())).toMatchObject({ code: 'not_signed_in' })
    expect(await namesOf(house)).toEqual(done)
    expect(done.length).toBeLessThan(1000)
  })

  it('ends at a bug, with the chunks before it kept and its own rolled back', async () => {
    const house = await newHouse(engine)
    const rows = rowsOf(...many(200), 'a', 'bug', 'b')
    await expect(house.runEach(addEach, rows)).rejects.toThrow('a bug')
    expect(await namesOf(house)).toEqual(many(200))
    const events = await eventsOf(house)
    expect(events.filter(event => event.type === addEach.name)).toHaveLength(200)
  })

  it('is done once by row under one key, and goes on where it was cut', async () => {
    const house = await newHouse(engine)
    const call = { idempotencyKey: 'import-1' }
    await house.runEach(addEach, rowsOf('a', 'b'), call)
    const again = await house.runEach(addEach, rowsOf('a', 'b', 'c'), call)
    expect(again.map(one => one.outcome?.replayed)).toEqual([true, true, false])
    const other = await failure(house.runEach(addEach, rowsOf('a', 'other', 'd'), call))
    expect(other).toMatchObject({ code: 'conflict', field: 'idempotencyKey' })
    expect(await namesOf(house)).toEqual(['a', 'b', 'c'])
  })

  it('leaves nothing on a dry run', async () => {
    const house = await newHouse(engine)
    const before = await everything(house)
    const rows = rowsOf(...many(201), 'state', 'refuse')
    const outcomes = await house.runEach(addEach, rows, { dryRun: true, idempotencyKey: 'k1' })
    expect(outcomes[0]!.outcome).toMatchObject({
      dryRun: true,
      changes: [{ before: null, after: { name: 'person 0' } }],
    })
    expect(outcomes.filter(one => one.error)).toHaveLength(2)
    expect(await everything(house)).toEqual(before)
  })

  it('asks for the permission once, before its first row', async () => {
    const house = await newHouse(engine)
    await script(house, `update supervisors set role = 'guest'`)
    const size = (await eventsOf(house)).length
    const refused = await failure(house.runEach(addEach, rowsOf(...many(3))))
    expect(refused).toMatchObject({ code: 'not_allowed' })
    expect(await eventsOf(house)).toHaveLength(size + 1)
  })
})
