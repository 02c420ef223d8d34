/** An instant in a record. */
import { ago } from '../../kernel/time.ts'
import type { Terminal } from '../output/terminal.ts'

/** A person reads how long ago, too; a pipe gets ISO 8601. Null for nothing. */
export const instant = (at: unknown, { relativeTimes }: Terminal): string | null => {
  if (typeof at !== 'string') return null
  return relativeTimes
    ? `${at.slice(0, 16).replace('T', ' ')} UTC (${ago(new Date(at), new Date())})`
    : at
}
