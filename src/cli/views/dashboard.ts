/** The first look at an organisation: who is there, who waits, how it grows. */
import { bars, columnsChart } from '../output/chart.ts'
import { painterOf } from '../output/paint.ts'
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
