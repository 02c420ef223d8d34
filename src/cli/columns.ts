/** Columns that many lists have. */
import { ago } from '../kernel/time.ts'
import type { Column } from './output/table.ts'

const colours: Record<string, 'green' | 'yellow' | 'red' | 'grey'> = {
  active: 'green',
  succeeded: 'green',
  sent: 'green',
  accepted: 'green',
  pending: 'yellow',
  invited: 'yellow',
  queued: 'yellow',
  waiting: 'yellow',
  requested: 'yellow',
  suspended: 'red',
  locked: 'red',
  refused: 'red',
  disabled: 'red',
  failed: 'red',
  rejected: 'grey',
  deleted: 'grey',
  revoked: 'grey',
  expired: 'grey',
  superseded: 'grey',
}

export const status: Column = {
  key: 'status',
  title: 'status',
  priority: 0,
  colour: value => colours[String(value)],
}

/** An instant: "3 h ago" on a terminal, ISO 8601 in a pipe (or as --time says); whole, or not at
 * all. */
export const when = (key: string, title: string, priority = 1): Column => ({
  key,
  title,
  priority,
  keep: true,
  format: (value, _, look) => {
    if (typeof value !== 'string') return look.unicode ? '–' : '-'
    return look.relativeTimes ? ago(new Date(value), new Date()) : value
  },
})
