import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { eventStats } from '../../../src/services/events/stats.ts'
import { eventTypes } from '../../../src/services/events/types.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { entry, furnish, happen, tamper } from './tampering.ts'

const sequences = async (house: House, input: object): Promise<number[]> => {
  const { data, total } = await house.ask(listEvents, { ...input })
  expect(total).toBe(data.length)
  return data.map((event: { sequence: number }) => event.sequence)
}

/** Nine events: furnish's seven, a consumer made, and what that consumer did. */
const peopled = async (house: House): Promise<string> => {
  await furnish(house)
  house.clock.now = new Date('2026-03-02T12:00:00.000Z')
  const { id } = await house.ask(createConsumer, { name: 'Ada', email: 'ada@example.org' })
  await happen(house, [
    entry(house.clock.now, {
      type: 'consumers.sign-in',
      status: 'refused',
      actor: id,
      subjects: [],
    }),
  ])
  return id
}

onEveryEngine('events.list', engine => {
  it('is newest first, with the columns that every event has', async () => {
    const house = await newHouse(engine)
    const id = await peopled(house)
    const { data, ...page } = await house.ask(listEvents, { limit: 2 })
    const next = expect.any(String)
    expect(page).toEqual({ hasMore: true, nextCursor: next, total: 9, archived: null })
    const ada = { id, topic: 'consumers', name: 'Ada', email: 'ada@example.org' }
    const owner = { id: house.ownerId, name: 'owner', email: 'owner@acme.test' }
    const supervisor = { ...owner, key: { id: expect.stringMatching(/^key_/), name: 'ci' } }
    expect(data[1]).toEqual({
      sequence: 8,
      id: expect.stringMatching(/^evt_/),
      type: 'consumers.create',
      status: 'succeeded',
      category: 'admin',
      module: 'consumers',
      at: '2026-03-02T12:00:00.000Z',
      actor: supervisor,
      subject: ada,
      subjects: [ada],
      consumer: ada,
      project: null,
      supervisor,
      reason: null,
      error: null,
      erased: false,
    })
    expect(data[0]).toMatchObject({ category: 'platform', consumer: { id }, supervisor: null })
  })

  it('filters by each of its columns, by flag and by grammar alike', async () => {
    const house = await newHouse(engine)
    const id = await peopled(house)
    const all = [9, 8, 7, 6, 5, 4, 3, 2, 1]
    const cases: [flags: object, filter: string, found: number[]][] = [
      [{ type: 'keys.create' }, 'type=keys.create', [2]],
      [{ type: 'keys.create,keys.revoke' }, 'type=keys.create,keys.revoke', [3, 2]],
      [{ category: 'platform' }, 'category=platform', [9, 1]],
      [{ category: 'admin' }, 'category!=platform', all.slice(1, -1)],
      [{ module: 'keys' }, 'module=keys', [3, 2]],
      [{ module: 'key' }, 'module=key', []],
      [{ actor: house.ownerId }, `actor=${house.ownerId}`, [8, 3, 2]],
      [{ actor: id }, `actor=${id}`, [9]],
      [{ subject: 'con_b' }, 'subject=con_b', [7, 6, 5, 4]],
      [{ subject: id }, `subject=${id}`, [8]],
      [{ subject: 'ADA@example.org' }, 'subject=ada@example.org', [8]],
      [{ consumer: 'ada@example.org' }, 'consumer=ada@example.org', [9, 8]],
      [{ consumer: 'con_a' }, 'consumer=con_a', [7, 6, 5, 4]],
      [{ status: 'refused' }, 'status=refused', [9]],
      [{ from: '2026-03-02' }, 'at>=2026-03-02', [9, 8]],
      [{ to: '2026-03-02' }, 'at<2026-03-02', all.slice(2)],
      [{ from: '2026-03-02', status: 'succeeded' }, 'at>=2026-03-02 status=succeeded', [8]],
      [{ filter: 'sequence>7', module: 'consumers' }, 'sequence>7 module=consumers', [9, 8]],
      [{ filter: 'type~SPLIT' }, 'type~split', [6]],
      [{ filter: 'subject!=con_a' }, 'subject!=con_a', [9, 8, 3, 2, 1]],
    ]
    for (const [flags, filter, found] of cases) {
      expect({ flags, found: await sequences(house, flags) }).toEqual({ flags, found })
      expect({ filter, found: await sequences(house, { filter }) }).toEqual({ filter, found })
    }
  })

  it('finds what was done with a key by the id of the key', async () => {
    const house = await newHouse(engine)
    await house.run(createKey, { name: 'one' })
    const { data } = await house.ask(listEvents, { limit: 1 })
    expect(await sequences(house, { actor: data[0].actor.key.id })).toEqual([2])
  })

  it('refuses a status and a person there are none of', async () => {
    const house = await newHouse(engine)
    expect(await failure(house.ask(listEvents, { filter: 'status=done' }))).toMatchObject({
      code: 'invalid_input',
      field: 'filter',
    })
    expect(await failure(house.ask(listEvents, { consumer: 'no@one.test' }))).toMatchObject({
      code: 'not_found',
    })
  })

  it('pages through everything once, either way round, while more happens', async () => {
    const house = await newHouse(engine)
    await peopled(house)
    for (const sort of ['-sequence', 'sequence']) {
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await house.ask(listEvents, { sort, limit: 2, cursor })
        seen.push(...page.data.map((event: { sequence: number }) => event.sequence))
        cursor = page.nextCursor ?? undefined
        if (sort === '-sequence') await happen(house, [entry(house.clock.now)])
      } while (cursor)
      expect(seen).toEqual([...seen].sort((a, b) => (sort === 'sequence' ? a - b : b - a)))
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBe(sort === 'sequence' ? 14 : 9)
    }
  })

  it('has cursors of its own for each filter, and keeps those of a time that moves', async () => {
    const house = await newHouse(engine)
    await peopled(house)
    const asked = { from: '-900d', limit: 1 }
    const { nextCursor: cursor } = await house.ask(listEvents, asked)
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    expect((await house.ask(listEvents, { ...asked, cursor })).data[0].sequence).toBe(8)
    for (const other of [{ limit: 1 }, { ...asked, module: 'consumers' }]) {
      const refused = await failure(house.ask(listEvents, { ...other, cursor }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'cursor' })
    }
  })

  it('says of an erased event what is left of it', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    await tamper(house, 'update events set detail = null, salt = null where sequence = 2')
    const { data } = await house.ask(listEvents, { type: 'keys.create' })
    expect(data[0]).toMatchObject({
      erased: true,
      actor: { id: house.ownerId, name: null, email: null, key: { name: null } },
      subject: { name: null },
    })
    expect(await house.ask(showEvent, { event: '2' })).toMatchObject({ changes: [], origin: null })
  })
})

onEveryEngine('events.show', engine => {
  it('goes by number and by id, and has each field before and after', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const shown = await house.ask(showEvent, { event: '3' })
    expect(shown).toMatchObject({
      type: 'keys.revoke',
      changes: [
        {
          subject: { topic: 'keys', name: 'one' },
          before: { status: 'active', revokedAt: null },
          after: { status: 'revoked' },
        },
      ],
      origin: { channel: 'console' },
    })
    expect(await house.ask(showEvent, { event: shown.id })).toEqual(shown)
  })

  it('knows no event of another number', async () => {
    const house = await newHouse(engine)
    for (const event of ['0', '2', 'evt_x', '-1', '99999999999999999999']) {
      expect(await failure(house.ask(showEvent, { event }))).toMatchObject({ code: 'not_found' })
    }
  })
})

onEveryEngine('events.stats', engine => {
  it('counts the cards: all, of consumers, of projects, by supervisors', async () => {
    const house = await newHouse(engine)
    await peopled(house)
    await happen(house, [entry(house.clock.now, { subjects: ['acc_1', 'prj_1'], actor: 'sys_x' })])
    const { cards } = await house.ask(eventStats, { cards: true })
    expect(cards).toEqual({ all: 10, consumer: 6, project: 1, admin: 7 })
  })

  it('counts types and days within the period', async () => {
    const house = await newHouse(engine)
    await peopled(house)
    const { period, byType, byDay } = await house.ask(eventStats, { from: '2026-03-01' })
    expect(period.count).toBe(9)
    expect(byType[0]).toEqual({ type: 'consumers.merge', count: 3 })
    expect(byDay).toEqual([
      { day: '2026-03-01', count: 7 },
      { day: '2026-03-02', count: 2 },
    ])
    const later = await house.ask(eventStats, { from: '2026-03-02', to: '2026-03-03' })
    expect(later).toMatchObject({ period: { count: 2 }, byDay: [{ count: 2 }] })
  })
})

onEveryEngine('events.types', engine => {
  it('has every operation that leaves events, counted, and types of the past', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const { data } = await house.ask(eventTypes)
    const of = (type: string) => data.find((one: { type: string }) => one.type === type)
    expect(of('keys.create')).toMatchObject({
      module: 'keys',
      count: 1,
      lastSequence: 2,
      lastAt: '2026-03-01T12:00:00.000Z',
      summary: expect.stringContaining('API key'),
    })
    expect(of('events.export')).toMatchObject({ count: 0, lastSequence: null, lastAt: null })
    expect(of('consumers.split')).toMatchObject({ count: 1, summary: null })
    expect(of('keys.list')).toBeUndefined()
  })
})
