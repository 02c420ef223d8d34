import { expect, it, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { openHost } from '../../src/host.ts'
import type { Call } from '../../src/kernel/context.ts'
import { StewardError } from '../../src/kernel/errors.ts'
import { instant, text } from '../../src/kernel/fields.ts'
import { insertConsumer } from '../../src/services/consumers/queries.ts'
import { initOrganization } from '../../src/services/organization/init.ts'
import { operation } from '../../src/services/world.ts'
import { idempotencyTable } from '../../src/store/tables.ts'
import { failure, newDatabase, newHouse, onEveryEngine, password, root } from '../support/house.ts'
import { add, eventsOf, fail, looking, namesOf, person, rename, script } from '../support/trial.ts'

const day = 86_400_000
const k1 = { idempotencyKey: 'k1' }

onEveryEngine('an idempotency key', engine => {
  it('answers the same call again, without secrets and without doing it', async () => {
    const house = await newHouse(engine)
    const first = await house.run(add, { name: 'Ada' }, k1)
    const size = (await eventsOf(house)).length
    const second = await house.run(add, { name: 'Ada' }, k1)
    expect(first).toMatchObject({ replayed: false, value: { token: expect.any(String) } })
    expect(second).toMatchObject({
      replayed: true,
      value: { ...(first.value as object), token: null },
      changes: [],
    })
    expect(await namesOf(house)).toEqual(['Ada'])
    expect(await eventsOf(house)).toHaveLength(size)
  })

  it('answers before anything is tried or prepared again', async () => {
    const house = await newHouse(engine)
    const steps: string[] = []
    const noted = operation({
      ...add,
      attempt: async () => void steps.push('attempt'),
      prepare: async () => void steps.push('prepare'),
    })
    await house.run(noted, { name: 'Ada' }, k1)
    expect(await house.run(noted, { name: 'Ada' }, k1)).toMatchObject({ replayed: true })
    expect(steps).toEqual(['attempt', 'prepare'])
  })

  it('refuses other input and another operation', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(add, { name: 'Ada' }, k1)
    const refused = { code: 'conflict', field: 'idempotencyKey' }
    expect(await failure(house.run(add, { name: 'Eve' }, k1))).toMatchObject(refused)
    const other = house.run(rename, { consumer: id, name: 'Ada' }, k1)
    expect(await failure(other)).toMatchObject(refused)
    expect(await namesOf(house)).toEqual(['Ada'])
  })

  it('belongs to one person: another has the same key free', async () => {
    const house = await newHouse(engine)
    await house.run(add, { name: 'Ada' }, k1)
    await script(house, `update idempotency set person = 'sup_other'`)
    expect(await house.run(add, { name: 'Eve' }, k1)).toMatchObject({ replayed: false })
  })

  it('is free again after thirty days, and not a moment before', async () => {
    const house = await newHouse(engine)
    await house.run(add, { name: 'Ada' }, k1)
    house.clock.now = new Date(house.clock.now.getTime() + 30 * day)
    expect(await house.run(add, { name: 'Ada' }, k1)).toMatchObject({ replayed: true })
    house.clock.now = new Date(house.clock.now.getTime() + 1)
    expect(await house.run(add, { name: 'Eve' }, k1)).toMatchObject({ replayed: false })
  })

  it('compares secrets too, and its row does not give them away', async () => {
    const house = await newHouse(engine)
    const input = { name: 'Ada', password: 'Tr0ub4dor&3' }
    await house.run(add, input, k1)
    expect(await house.run(add, input, k1)).toMatchObject({ replayed: true })
    const other = failure(house.run(add, { ...input, password: 'Tr0ub4dor&4' }, k1))
    expect(await other).toMatchObject({ code: 'conflict' })
    const rows = await looking(house, tx => tx.db.select().from(tx.table(idempotencyTable)))
    expect(JSON.stringify(rows)).not.toContain('Tr0ub4dor')
    expect(rows[0]!.answer).toContain('"token":null')
  })

  it.each(['state', 'refuse', 'bug'])('is free after a call that failed: %s', async how => {
    const house = await newHouse(engine)
    await house.run(fail, { name: 'Ada', how }, k1).catch(() => undefined)
    expect(await house.run(fail, { name: 'Eve', how: 'well' }, k1)).toMatchObject({
      replayed: false,
    })
  })

  it('is looked at only when its shape is right', async () => {
    const house = await newHouse(engine)
    for (const idempotencyKey of ['', 'two words', 'é', 'x'.repeat(201)]) {
      const refused = failure(house.run(add, { name: 'Ada' }, { idempotencyKey }))
      expect(await refused).toMatchObject({ code: 'invalid_input', field: 'idempotencyKey' })
    }
  })

  it('lets calls that come at once do it once', async () => {
    const house = await newHouse(engine)
    const calls = Array.from({ length: 4 }, () => house.run(add, { name: 'Ada' }, k1))
    const outcomes = await Promise.all(calls)
    expect(outcomes.filter(outcome => !outcome.replayed)).toHaveLength(1)
    expect(new Set(outcomes.map(outcome => (outcome.value as { id: string }).id)).size).toBe(1)
    expect(await namesOf(house)).toEqual(['Ada'])
  })

  it('makes a call wait for one under way, and take its place when that one fails', async () => {
    const house = await newHouse(engine)
    const { inside, slow } = meeting()
    const first = house.run(slow, { name: 'Ada' }, k1).catch(error => error)
    const { finish } = await inside
    const second = house.run(slow, { name: 'Ada' }, k1)
    finish(new StewardError('not_found', 'Gone.'))
    expect(await first).toMatchObject({ code: 'not_found' })
    expect(await second).toMatchObject({ replayed: false })
    expect(await namesOf(house)).toEqual(['Ada'])
  })

  it('works for the very first operation, which makes the provider that keeps it', async () => {
    const { home, url } = await newDatabase(engine)
    const env = { STEWARD_HOME: home, STEWARD_DATABASE_URL: url }
    const host = await openHost({ root, version: '0.1.0', env })
    onTestFinished(() => host.close())
    await host.migrate()
    const runner = await host.runner()
    const input = { name: 'Acme', email: 'owner@acme.test', password, apiKey: 'ci' }
    const call: Call = { credential: { kind: 'none' }, origin: host.origin, ...k1 }
    const first = await runner.run(initOrganization, input, call)
    expect(await runner.run(initOrganization, input, call)).toMatchObject({
      replayed: true,
      value: { ...(first.value as object), apiKey: null, recoveryCodes: null },
    })
  })

  it('compares a relative time as it was typed', async () => {
    const house = await newHouse(engine)
    const since = operation({
      name: 'consumers.trial-since',
      summary: '',
      effect: 'write',
      input: { since: instant({ about: 'A time.' }) },
      output: z.unknown(),
      run: async (_world, { since }) => since.toISOString(),
    })
    const { value } = await house.run(since, { since: '-7d' }, k1)
    house.clock.now = new Date(house.clock.now.getTime() + day)
    expect(await house.run(since, { since: '-7d' }, k1)).toMatchObject({ replayed: true, value })
    const absolute = failure(house.run(since, { since: value }, k1))
    expect(await absolute).toMatchObject({ code: 'conflict' })
  })
})

/** An operation that waits inside its transaction until its first caller is told how to end. */
const meeting = () => {
  type Inside = { finish(error: Error): void }
  let enter: (inside: Inside) => void = () => undefined
  const inside = new Promise<Inside>(done => {
    enter = done
  })
  let calls = 0
  const slow = operation({
    name: 'consumers.trial-slow',
    summary: '',
    effect: 'write',
    input: { name: text({ about: 'A name.' }) },
    output: z.unknown(),
    async run(world, { name }) {
      await insertConsumer(world.store, person(world, name))
      if (calls++ === 0) await new Promise((_, fail) => enter({ finish: fail }))
      return null
    },
  })
  return { inside, slow }
}
