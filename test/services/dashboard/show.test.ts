/** The dashboard: what is left to do, what waits, and what went on, for whoever may see it. */
import { expect, it } from 'vitest'
import { isRecorded } from '../../../src/kernel/operation.ts'
import { catalogue } from '../../../src/services/catalogue.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { unchanging } from '../../../src/services/dashboard/rooms.ts'
import { showDashboard } from '../../../src/services/dashboard/show.ts'
import { eventStats } from '../../../src/services/events/stats.ts'
import { myCompany } from '../../../src/services/me/company.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { send } from '../../support/mail.ts'
import { bring } from '../../support/people.ts'
import { bothVerified, login, nobody, patchOwner, signIn } from '../../support/sign-in.ts'

const hour = 3_600_000
const mail = {
  STEWARD_SMTP_URL: 'smtp://127.0.0.1:1',
  STEWARD_MAIL_FROM: 'Acme <no-reply@acme.test>',
}

type Queue = { name: string; total: number; byAge: { count: number }[] }

const left = ({ checklist }: { checklist: { name: string; done: boolean }[] }) =>
  checklist.filter(({ done }) => !done).map(({ name }) => name)

onEveryEngine('dashboard.show', engine => {
  it('lists what is left to set up, each with the command that does it', async () => {
    const house = await newHouse(engine)
    const { checklist } = await house.ask(showDashboard)
    expect(left({ checklist })).toEqual(['profile', 'company', 'email', 'branding'])
    for (const { command } of checklist) expect(command).toMatch(/^(steward|export) /)
  })

  it('counts a step as done once it is', async () => {
    const house = await newHouse(engine, mail)
    const { call } = await signIn(house)
    await house.run(myCompany, { name: 'Acme Ltd' }, call)
    await house.run(setSetting, { key: 'platform.url', value: 'https://app.acme.test' })
    expect(left(await house.ask(showDashboard, {}, call))).toEqual(['profile'])
    await bothVerified(house)
    const done = { firstName: 'O', lastName: 'W', passwordChangedAt: house.clock.now }
    await patchOwner(house, done)
    expect(left(await house.ask(showDashboard))).toEqual([])
  })

  it('counts what waits by how long it has', async () => {
    const house = await newHouse(engine)
    const ago = (hours: number) => new Date(house.clock.now.getTime() - hours * hour).toISOString()
    const people = [0, 25, 24 * 31].map(hours => ({
      name: 'P',
      status: 'pending',
      createdAt: ago(hours),
    }))
    await bring(house, ...people, { name: 'A', status: 'active' })
    await send(house, {}, { notAfter: new Date(house.clock.now.getTime() - 1) })
    const { pending } = await house.ask(showDashboard)
    const counts = pending.map(({ name, total, byAge }: Queue) => [
      name,
      total,
      byAge.map(({ count }) => count),
    ])
    expect(counts).toEqual([
      ['consumers', 3, [1, 1, 0, 1]],
      ['documents', 0, [0, 0, 0, 0]],
      ['messages', 1, [1, 0, 0, 0]],
      ['runs', 0, [0, 0, 0, 0]],
    ])
  })

  it('counts registrations, sign-ins, failed ones and changes', async () => {
    const house = await newHouse(engine)
    const before = await house.ask(showDashboard, { period: 'today' })
    const { id } = await house.ask(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    await house.run(suspendConsumer, { consumer: id, reason: 'chargeback' })
    await signIn(house)
    await failure(house.run(createSession, { ...login, password: 'wrong' }, nobody))
    const { totals, activity } = await house.ask(showDashboard, { period: 'today' })
    const grown = totals.map((total: { name: string; count: number }, at: number) => [
      total.name,
      total.count - before.totals[at].count,
    ])
    expect(grown).toEqual([
      ['registrations', 1],
      ['signIns', 1],
      ['failedSignIns', 1],
      ['changes', 2],
    ])
    expect(activity).toHaveLength(1)
  })

  it('counts an event at the start of a period and none at its end', async () => {
    const house = await newHouse(engine)
    const edges = [
      '2026-01-05T00:00:00.000Z',
      '2026-01-11T23:59:59.999Z',
      '2026-01-12T00:00:00.000Z',
    ]
    await bring(house, ...edges.map(createdAt => ({ name: 'P', createdAt })))
    const weekly = { period: '2026-01-05..2026-01-12', by: 'week' }
    const { totals, activity, period } = await house.ask(showDashboard, weekly)
    expect(totals[0]).toMatchObject({ name: 'registrations', count: 2 })
    expect(activity).toMatchObject([{ ...period, counts: { registrations: 2 } }])
  })

  it('has a mark for every day, and they add up', async () => {
    const house = await newHouse(engine)
    const { totals, activity, by } = await house.ask(showDashboard)
    expect([by, activity.length]).toEqual(['day', 30])
    for (const { name, count } of totals) {
      const sum = activity.reduce(
        (all: number, one: { counts: Record<string, number> }) => all + one.counts[name]!,
        0,
      )
      expect([name, sum]).toEqual([name, count])
    }
  })

  it('refuses what is no period before anything else', async () => {
    const house = await newHouse(engine)
    for (const [period, field] of [
      ['decade', 'period'],
      ['now..-1d', 'period'],
    ]) {
      const refused = await failure(house.ask(showDashboard, { period }, nobody))
      expect(refused).toMatchObject({ code: 'invalid_input', field })
    }
    const tooMany = await failure(
      house.ask(showDashboard, { period: '1990-01-01..now', by: 'day' }),
    )
    expect(tooMany).toMatchObject({ code: 'invalid_input', field: 'by' })
  })

  it('and the statistics of events count days alike', async () => {
    const house = await newHouse(engine)
    await house.ask(createConsumer, { name: 'Ada' })
    const { byDay, period } = await house.ask(eventStats)
    const sum = byDay.reduce((all: number, { count }: { count: number }) => all + count, 0)
    expect(byDay).toEqual([{ day: '2026-03-01', count: period.count }])
    expect(sum).toBe(period.count)
  })
})

it('no recorded read counts as a change', async () => {
  const operations = await Promise.all(Object.values(catalogue).map(load => load()))
  const reads = operations
    .filter(operation => operation.effect === 'read' && isRecorded(operation, {}))
    .map(({ name }) => name)
  expect(reads.filter(name => !unchanging.includes(name))).toEqual([])
})
