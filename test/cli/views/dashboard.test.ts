/** The dashboard as it is read: nothing that is done, nothing that is empty, and no line too long. */
import { expect, it } from 'vitest'
import { renderRecord } from '../../../src/cli/output/record.ts'
import { type Dashboard, dashboardSections } from '../../../src/cli/views/dashboard.ts'
import { activities, queues, stepsFor } from '../../../src/services/dashboard/rooms.ts'
import { linesOf, terminal, widest } from '../output/hostile.ts'

const many = 1_234_567

/** All that there can be, with numbers as large as they get. */
const full: Dashboard = {
  period: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
  by: 'day',
  checklist: stepsFor({ me: {} as never, hasMail: false }).map(step => ({ ...step, done: false })),
  pending: queues.map(queue => ({
    ...queue,
    total: many,
    byAge: ['under a day', 'under a week', 'under a month', 'longer'].map(age => ({
      age,
      count: many,
    })),
  })),
  totals: activities.flatMap(({ figures }) => figures.map(one => ({ ...one, count: many }))),
  activity: Array.from({ length: 365 }, (_, at) => ({
    counts: { registrations: at, signIns: 0, failedSignIns: 1, changes: at % 7 },
  })),
}

const shown = async (dashboard: Dashboard, columns: number) => {
  const where = { terminal: terminal(columns) }
  return linesOf(await renderRecord(dashboardSections(dashboard, where.terminal), where))
}

it.each([80, 120, 200])('fits %i columns, whatever there is to tell', async columns => {
  const lines = await shown(full, columns)
  expect(widest(`${lines.join('\n')}\n`)).toBeLessThanOrEqual(columns)
  expect(lines.join('\n')).toContain('to a mark')
})

it('tells the last day of a period, which is in it, and not its end, which is not', async () => {
  expect((await shown(full, 80)).join('\n')).toContain('2026-01-01 to 2026-01-31, by day')
  const hour = { from: '2026-01-01T10:00:00.000Z', to: '2026-01-01T11:00:00.000Z' }
  const lines = await shown({ ...full, period: hour }, 80)
  expect(lines.join('\n')).toContain(`${hour.from} to ${hour.to}`)
})

it('leaves out what is done, and queues in which nothing waits', async () => {
  const checklist = full.checklist.map(step => ({ ...step, done: true }))
  const pending = full.pending.map(queue => ({ ...queue, total: 0 }))
  const text = (await shown({ ...full, checklist, pending }, 80)).join('\n')
  expect(text).not.toMatch(/Getting started|Waiting/)
})

it('draws nothing where nothing is to be drawn: the figures say it', async () => {
  const plain = { ...terminal(80), accessible: true, columns: 80 }
  const text = JSON.stringify(dashboardSections(full, plain))
  expect(text).not.toMatch(/[▁▂▃▄▅▆▇█]/)
  expect(text).toContain('1,234,567')
})
