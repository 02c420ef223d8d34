/** One person's story, and what the team writes down in it. */
import { expect, it } from 'vitest'
import { approveConsumer } from '../../../src/services/consumers/approve.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { consumerHistory } from '../../../src/services/consumers/history.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { tagConsumer } from '../../../src/services/consumers/tag.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { bringOne } from '../../support/people.ts'

type Entry = { at: string; kind: string; id: string; what: string; text: string | null }

onEveryEngine('consumers.history', engine => {
  it('merges what was done, noted and sent, the newest first', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'a@example.org', status: 'pending' })
    await bringOne(house, { name: 'Somebody else' })
    const steps: (() => Promise<unknown>)[] = [
      () => house.run(approveConsumer, { consumer: id }),
      () => house.run(noteConsumer, { consumer: id, text: 'called, all fine' }),
      () => house.run(suspendConsumer, { consumer: id, reason: 'unpaid', note: 'case 12' }),
      () => failure(house.run(approveConsumer, { consumer: id })),
    ]
    for (const step of steps) {
      house.clock.now = new Date(house.clock.now.getTime() + 60_000)
      await step()
    }
    const { data, hasMore, nextCursor } = await house.ask(consumerHistory, { consumer: id })
    expect([hasMore, nextCursor]).toEqual([false, null])
    const story = data.map(({ kind, what, text }: Entry) => [kind, what, text])
    expect(story[0]).toEqual(['event', 'consumers.approve', expect.stringContaining('suspended')])
    expect(story.slice(1)).toEqual([
      ['note', 'note', 'case 12'],
      ['event', 'consumers.suspend', 'unpaid'],
      ['note', 'note', 'called, all fine'],
      ['event', 'consumers.note', null],
      ['message', 'email consumer.approved', 'a@example.org'],
      ['event', 'consumers.approve', null],
      ['event', 'consumers.import', null],
    ])
    expect(data.map(({ at }: Entry) => at)).toEqual(
      data
        .map(({ at }: Entry) => at)
        .sort()
        .reverse(),
    )
  })

  it('pages through it without missing or repeating, even where all is of one moment', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'a@example.org', status: 'pending' })
    await house.run(approveConsumer, { consumer: id })
    for (let at = 0; at < 7; at++) {
      await house.run(noteConsumer, { consumer: id, text: `note ${at}` })
      if (at === 3) house.clock.now = new Date(house.clock.now.getTime() + 1)
    }
    const whole: Entry[] = (await house.ask(consumerHistory, { consumer: id, limit: 500 })).data
    expect(whole).toHaveLength(17)
    for (const limit of [1, 4, 16]) {
      const rows: Entry[] = []
      let cursor: string | undefined
      do {
        const page = await house.ask(consumerHistory, { consumer: id, limit, cursor })
        rows.push(...page.data)
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(rows).toEqual(whole)
    }
  })

  it('takes no cursor of another person, and goes on after deletion by id', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    const { id: other } = await bringOne(house, { name: 'Bob' })
    await house.run(noteConsumer, { consumer: id, text: 'x' })
    const { nextCursor } = await house.ask(consumerHistory, { consumer: id, limit: 1 })
    const refused = await failure(
      house.ask(consumerHistory, { consumer: other, cursor: nextCursor }),
    )
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'cursor' })
    await house.run(deleteConsumer, { consumer: id })
    await house.run(noteConsumer, { consumer: id, text: 'asked to be forgotten' })
    const { data } = await house.ask(consumerHistory, { consumer: id, limit: 1 })
    expect(data).toMatchObject([{ kind: 'note', text: 'asked to be forgotten' }])
  })

  it('a note is for the team: neither show nor any message has it', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'a@example.org' })
    const note = await house.ask(noteConsumer, { consumer: id, text: 'a secret worry' })
    expect(note).toMatchObject({ consumer: id, text: 'a secret worry', author: { name: 'owner' } })
    const shown = await house.ask(showConsumer, { consumer: id })
    expect(JSON.stringify(shown)).not.toContain('worry')
  })
})

onEveryEngine('consumers.tag', engine => {
  it('adds and takes away, each once, and an equal change is none', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', tags: ['a', 'b'] })
    const tag = (raw: object) => house.ask(tagConsumer, { consumer: id, ...raw })
    expect(await tag({ add: 'b,c,c' })).toMatchObject({ tags: ['a', 'b', 'c'] })
    expect(await tag({ remove: ['a', 'x'] })).toMatchObject({ tags: ['b', 'c'] })
    expect(await tag({ add: 'd', remove: 'b' })).toMatchObject({ tags: ['c', 'd'] })
    const same = await house.run(tagConsumer, { consumer: id, add: 'c', remove: 'z' })
    expect(same.changes).toEqual([])
  })

  it('refuses none, too many, too long, and what a list in a file could not hold', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    const hundred = Array.from({ length: 100 }, (_, at) => `t${at}`)
    await house.run(tagConsumer, { consumer: id, add: hundred })
    for (const raw of [{}, { add: 'one-more' }, { add: ['x'.repeat(41)] }, { add: ['a;b'] }]) {
      const refused = await failure(house.run(tagConsumer, { consumer: id, ...raw }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'add' })
    }
  })
})
