/** The first look at an organisation: who is there, who waits, how it grows, and what is left to do. */
import { bars, columnsChart, condensed, sparkline, thousands } from '../output/chart.ts'
import { painterOf } from '../output/paint.ts'
import type { Section } from '../output/record.ts'
import { lookOf, type Terminal } from '../output/terminal.ts'

export type Figures = {
  total: number
  byStatus: Record<string, number>
  pendingByAge: { age: string; count: number }[]
  registrations: { day: string; count: number }[]
}

/** Rows of the registrations chart. */
const chartHeight = 6

export const dashboardText = async (figures: Figures, terminal: Terminal): Promise<string> => {
  const look = lookOf(terminal)
  const paint = await painterOf(look.colours)
  const narrow = { ...look, width: Math.min(look.width, 72) }
  const statuses = Object.entries(figures.byStatus).map(([label, value]) => ({ label, value }))
  const waiting = figures.pendingByAge.map(({ age, count }) => ({ label: age, value: count }))
  const days = figures.registrations
  const labels = days.map(({ day }) => day.slice(5))
  const { deleted = 0 } = figures.byStatus
  const removed = deleted > 0 ? `, and ${deleted.toLocaleString('en')} deleted` : ''
  return [
    paint(`${figures.total.toLocaleString('en')} consumers${removed}`, 'bold'),
    '',
    bars(statuses, narrow),
    paint('Pending, by how long they wait', 'bold'),
    '',
    bars(waiting, narrow),
    paint(`Registrations, the last ${days.length} days`, 'bold'),
    '',
    columnsChart(
      days.map(({ count }) => count),
      labels,
      { ...narrow, height: chartHeight },
    ),
  ].join('\n')
}

type Ages = { age: string; count: number }[]

export type Dashboard = {
  period: { from: string; to: string }
  by: string
  checklist: { name: string; about: string; command: string; done: boolean }[]
  pending: { name: string; about: string; command: string; total: number; byAge: Ages }[]
  totals: { name: string; about: string; count: number }[]
  activity: { counts: Record<string, number> }[]
}

/** What is done is not listed any more, nor a queue in which nothing waits. */
export const dashboardSections = (dashboard: Dashboard, terminal: Terminal): Section[] => {
  const left = dashboard.checklist.filter(({ done }) => !done)
  const waiting = dashboard.pending.filter(({ total }) => total > 0)
  return [
    {
      title: `Getting started: ${left.length} of ${dashboard.checklist.length} left`,
      fields: left.map(({ about, command }) => [about, command, { keep: true }]),
    },
    {
      title: 'Waiting',
      fields: waiting.flatMap(({ about, total, byAge, command }): Section['fields'] => [
        [about, `${thousands(total)}: ${agesText(byAge)}`],
        ['', command, { keep: true }],
      ]),
    },
    activitySection(dashboard, terminal),
  ]
}

const agesText = (byAge: Ages): string =>
  byAge
    .filter(({ count }) => count > 0)
    .map(({ age, count }) => `${thousands(count)} ${age}`)
    .join(', ')

/** Cells for labels, totals and what stands between them; the rest is the chart's. */
const besideChart = 28

/** More is hard to take in at a glance. */
const widestChart = 62

const activitySection = (
  { period, by, totals, activity }: Dashboard,
  { columns, unicode, accessible }: Terminal,
): Section => {
  const room = Math.max(8, Math.min(widestChart, columns - besideChart))
  const numbers = totals.map(({ count }) => thousands(count))
  const widest = Math.max(0, ...numbers.map(({ length }) => length))
  const each = Math.ceil(activity.length / room)
  const mark = each > 1 ? `, ${each} to a mark` : ''
  return {
    title: `${periodText(period)}, by ${by}${accessible ? '' : mark}`,
    fields: totals.map(({ name, about }, at) => {
      const values = activity.map(({ counts }) => counts[name]!)
      const chart = accessible ? '' : sparkline(condensed(values, room), unicode)
      return [about, `${numbers[at]!.padStart(widest)}  ${chart}`.trimEnd()]
    }),
  }
}

/** Whole days are told by the first and the last of them, which is in it. */
const periodText = ({ from, to }: Dashboard['period']): string => {
  const midnight = 'T00:00:00.000Z'
  if (!from.endsWith(midnight) || !to.endsWith(midnight)) return `${from} to ${to}`
  const last = new Date(new Date(to).getTime() - 1).toISOString().slice(0, 10)
  const first = from.slice(0, 10)
  return first === last ? first : `${first} to ${last}`
}
