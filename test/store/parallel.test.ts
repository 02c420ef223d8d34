import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { leafText } from '../../src/kernel/event.ts'
import { ref } from '../../src/kernel/fields.ts'
import { append, emptyFrontier, leafHash, rootOf } from '../../src/kernel/merkle.ts'
import { getConsumer } from '../../src/services/consumers/queries.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { operation } from '../../src/services/world.ts'
import { leafOf, readHead } from '../../src/store/log.ts'
import { type House, newHouse, onEveryEngine } from '../support/house.ts'
import { add, eventsOf, lastEvent, looking, peopleOf } from '../support/trial.ts'

/** Changes two people, one after the other, with time in between for another to get in the way. */
const inTwoSteps = operation({
  name: 'consumers.trial-pair',
  summary: '',
  effect: 'write',
  input: { first: ref('consumers'), second: ref('consumers') },
  output: z.unknown(),
  async run({ store, now }, { first, second }) {
    for (const selector of [first, second]) {
      const found = await getConsumer(store, selector, now)
      await store.update(consumersTable, found, { projectLimit: (found.projectLimit ?? 0) + 1 })
      await pause(100)
    }
  },
})

/** The root of the log, from its rows alone. */
const rootFromRows = async (house: House): Promise<string> => {
  const frontier = emptyFrontier()
  const { providerId } = await looking(house, async tx => tx.scope)
  for (const { detail: _, ...row } of await eventsOf(house)) {
    append(frontier, leafHash(leafText(leafOf({ ...row, detail: null }, providerId))))
  }
  return rootOf(frontier).toString('hex')
}

onEveryEngine('writers at the same time', engine => {
  it('number the log without gaps, and agree on its root', async () => {
    const house = await newHouse(engine)
    const size = (await eventsOf(house)).length
    await Promise.all(Array.from({ length: 12 }, (_, at) => house.run(add, { name: `p${at}` })))
    const events = await eventsOf(house)
    expect(events.map(event => event.sequence)).toEqual(events.map((_, at) => at + 1))
    expect(events).toHaveLength(size + 12)
    const head = await looking(house, readHead)
    expect(head).toMatchObject({ size: events.length, root: await rootFromRows(house) })
  })

  it('that want the same rows in opposite order both have their way', async () => {
    const house = await newHouse(engine)
    const { id: first } = await house.ask(add, { name: 'Ada' })
    const { id: second } = await house.ask(add, { name: 'Bob' })
    const size = (await eventsOf(house)).length
    await Promise.all([
      house.run(inTwoSteps, { first, second }),
      house.run(inTwoSteps, { first: second, second: first }),
    ])
    expect((await peopleOf(house)).map(row => row.projectLimit)).toEqual([2, 2])
    expect(await eventsOf(house)).toHaveLength(size + 2)
    const { changes } = (await lastEvent(house)).detail
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      [{ projectLimit: 1 }, { projectLimit: 2 }],
      [{ projectLimit: 1 }, { projectLimit: 2 }],
    ])
  })

  it('read, while another writes, what stood before it', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(add, { name: 'Ada' })
    const writing = house.run(inTwoSteps, { first: id, second: id })
    await pause(50)
    expect(await peopleOf(house)).toMatchObject([{ projectLimit: null }])
    await writing
    expect(await peopleOf(house)).toMatchObject([{ projectLimit: 2 }])
  })
})
