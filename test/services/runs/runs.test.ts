import { expect, it } from 'vitest'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { showDashboard } from '../../../src/services/dashboard/show.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { listRuns } from '../../../src/services/runs/list.ts'
import { showRun } from '../../../src/services/runs/show.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring, bringOne } from '../../support/people.ts'
import { script } from '../../support/trial.ts'

const begin = async (house: House, filter: string) => {
  const bulk = await house.bulk(suspendConsumer)
  const { targets } = await bulk.select(listConsumers, { filter })
  const input = { reason: 'audit', until: '+14d', note: 'Ada wrote of it' }
  return bulk.begin({ input, targets, asked: { filter } })
}

const pursue = async (run: Awaited<ReturnType<typeof begin>>) => {
  const rows = []
  for await (const row of run.each(run.rows())) rows.push(row)
  return rows
}

const people = ['Ada', 'Bob'].map(name => ({ name, email: `${name}@example.org`, country: 'KE' }))

onEveryEngine('runs', engine => {
  it('tell what is asked for until they are done, then what they came to, and by whom', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people)
    const run = await begin(house, 'country=KE')
    const { id } = run.run
    const owner = { id: house.ownerId, name: expect.any(String), email: 'owner@acme.test' }
    const told = { id, operation: 'consumers.suspend', filter: 'country=KE', reason: 'audit' }
    expect(await house.ask(showRun, { run: id })).toMatchObject({
      ...{ ...told, state: 'open', matched: 2, position: 0, startedBy: owner },
      input: { reason: 'audit', until: '2026-03-15T12:00:00.000Z', note: 'Ada wrote of it' },
    })
    await script(house, `update runs set person = 'sup_gone'`)
    await pursue(run)
    expect(await house.ask(showRun, { run: id })).toMatchObject({
      ...{ ...told, state: 'done', succeeded: 2, continuedBy: owner },
      input: { until: '2026-03-15T12:00:00.000Z' },
      startedBy: { id: 'sup_gone', name: null, email: null },
    })
    expect(await failure(house.ask(showRun, { run: 'run_none' }))).toMatchObject({
      ...{ code: 'not_found', message: 'No such run.' },
    })
  })

  it('are listed, filtered by state, and wait on the dashboard until they are done', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people)
    const [done, open] = [await begin(house, 'name=Ada'), await begin(house, 'name=Bob')]
    await pursue(done)
    const list = async (filter?: string) =>
      (await house.ask(listRuns, { filter })).data.map(({ id }: { id: string }) => id)
    expect(await list()).toEqual([open.run.id, done.run.id])
    expect(await list('state=open,interrupted')).toEqual([open.run.id])
    expect(await list('operation=consumers.suspend failed>0')).toEqual([])
    const { pending } = await house.ask(showDashboard)
    expect(pending.find(({ name }: { name: string }) => name === 'runs')).toMatchObject({
      total: 1,
    })
  })

  it('have their events among those of others, found by the run, each of which says so', async () => {
    const house = await newHouse(engine)
    await bring(house, ...people)
    const run = await begin(house, 'country=KE')
    const other = await bringOne(house, { name: 'Eve', email: 'eve@example.org' })
    await house.run(suspendConsumer, { consumer: other.id, reason: 'audit' })
    await pursue(run)
    const found = async (input: Record<string, unknown>) =>
      (await house.ask(listEvents, input)).data.map(
        ({ sequence }: { sequence: number }) => sequence,
      )
    const [[firstEvent, lastEvent]] = Object.values(run.run.logs) as [[number, number]]
    expect(await found({ run: run.run.id })).toEqual([lastEvent, firstEvent])
    expect(await found({ filter: `run=${run.run.id} subject=${other.id}` })).toEqual([])
    expect(await found({ run: 'run_none' })).toEqual([])
    expect(await found({ filter: `type=consumers.suspend run!=${run.run.id}` })).toHaveLength(1)
    expect(await house.ask(showEvent, { event: String(firstEvent) })).toMatchObject({
      ...{ run: run.run.id, reason: 'audit' },
    })
  })
})
