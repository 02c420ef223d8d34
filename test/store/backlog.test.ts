/** Rows that came in bulk are put into SQLite's search index afterwards; nobody who searches can tell. */
import { expect, it } from 'vitest'
import { editConsumer } from '../../src/services/consumers/edit.ts'
import { importConsumer } from '../../src/services/consumers/import.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { checkDatabase } from '../../src/services/db/check.ts'
import { type House, newHouse, onEveryEngine } from '../support/house.ts'
import { script } from '../support/trial.ts'

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    key: `${at}`,
    raw: { name: `Person ${at}`, externalId: `x${at}`, company: at === 120 ? 'Žižkov' : undefined },
  }))

const found = async (house: House, search: string): Promise<string[]> => {
  const { data } = await house.ask(listConsumers, { search })
  return data.map(({ name }: { name: string }) => name)
}

const isWhole = async (house: House): Promise<boolean> => {
  const { ok } = await house.ask(checkDatabase)
  return ok
}

/** What is in the index, and how many rows are still to be put into it. */
const backlog = (house: House) =>
  house.host.store.engine.reading(async ({ rows }) => {
    const [indexed] = await rows<{ n: number }>(
      'select count(*) as n from consumers_search_docsize',
    )
    const [rest] = await rows<{ n: number }>('select count(*) as n from consumers_search_rest')
    return [indexed!.n, rest!.n]
  })

onEveryEngine('a search while many come in', engine => {
  it('finds whoever is in already, and so it does when whoever brought them never came back', async () => {
    const house = await newHouse(engine)
    // The run is cut short after its first chunk, as by a kill: what it put off stays put off.
    const { engine: store } = house.host.store
    const kept = store.catchUp
    store.catchUp = async () => undefined
    await house.runEach(importConsumer, people(300))
    if (engine === 'sqlite') expect(await backlog(house)).toEqual([0, 300])
    expect(await found(house, 'zizk')).toEqual(['Person 120'])
    expect(await found(house, 'ž')).toEqual(['Person 120'])
    await house.run(editConsumer, { consumer: 'x7', name: 'Ada' })
    expect(await found(house, 'ada')).toEqual(['Ada'])
    expect(await found(house, 'person 7')).not.toContain('Person 7')
    expect(await isWhole(house)).toBe(true)
    store.catchUp = kept
    if (engine === 'postgres') return
    await script(house, 'update consumers_search_backlog set touched = 0')
    const other = { ...house, host: await house.host.beside(house.url) }
    await other.host.store.engine.write(async () => ({ commit: false, value: null }))
    await other.host.close()
    expect(await backlog(house)).toEqual([300, 0])
    expect(await found(house, 'zizk')).toEqual(['Person 120'])
    expect(await found(house, 'ada')).toEqual(['Ada'])
    expect(await isWhole(house)).toBe(true)
  })

  it('has them all in the index once the run is over', async () => {
    const house = await newHouse(engine)
    await house.runEach(importConsumer, people(250))
    if (engine === 'sqlite') expect(await backlog(house)).toEqual([250, 0])
    expect(await found(house, 'zizk')).toEqual(['Person 120'])
  })
})
