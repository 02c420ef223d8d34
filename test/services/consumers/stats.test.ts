/** The numbers above the list: by status, by how long people wait, and by day. */
import { expect, it } from 'vitest'
import { consumerStats } from '../../../src/services/consumers/stats.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring } from '../../support/people.ts'

const hour = 3_600_000

onEveryEngine('consumers.stats', engine => {
  it('counts who waits by how long, each once', async () => {
    const house = await newHouse(engine)
    const ago = (hours: number) => new Date(house.clock.now.getTime() - hours * hour).toISOString()
    const waiting = [0, 23, 24, 25, 24 * 7, 24 * 7 + 1, 24 * 30, 24 * 30 + 1, 24 * 400]
    const people = waiting.map(hours => ({ name: 'P', status: 'pending', createdAt: ago(hours) }))
    await bring(house, ...people, { name: 'A', createdAt: ago(1) })
    const { pendingByAge, byStatus, total } = await house.ask(consumerStats)
    expect(pendingByAge).toEqual([
      { age: 'under a day', count: 3 },
      { age: 'under a week', count: 2 },
      { age: 'under a month', count: 2 },
      { age: 'longer', count: 2 },
    ])
    expect([byStatus.pending, byStatus.active, total]).toEqual([9, 1, 10])
  })

  it('counts registrations by UTC day, today last, days without any too', async () => {
    const house = await newHouse(engine)
    const at = [
      '2026-03-01T00:00:00Z',
      '2026-02-28T23:59:59.999Z',
      '2026-02-27T00:00:00Z',
      '2026-02-26',
    ]
    await bring(house, ...at.map(createdAt => ({ name: 'P', createdAt })))
    const { registrations } = await house.ask(consumerStats, { days: 4 })
    expect(registrations).toEqual([
      { day: '2026-02-26', count: 1 },
      { day: '2026-02-27', count: 1 },
      { day: '2026-02-28', count: 1 },
      { day: '2026-03-01', count: 1 },
    ])
    expect((await house.ask(consumerStats, { days: 1 })).registrations).toHaveLength(1)
    const refused = await failure(house.ask(consumerStats, { days: 0 }))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'days' })
  })

  it('of nobody is all zeros', async () => {
    const house = await newHouse(engine)
    expect(await house.ask(consumerStats, { days: 1 })).toEqual({
      total: 0,
      new: 0,
      byStatus: { pending: 0, active: 0, suspended: 0, rejected: 0, deleted: 0 },
      pendingByAge: ['under a day', 'under a week', 'under a month', 'longer'].map(age => ({
        age,
        count: 0,
      })),
      registrations: [{ day: '2026-03-01', count: 0 }],
    })
  })
})
