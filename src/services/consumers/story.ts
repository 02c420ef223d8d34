/** What the log says of one person, as that person may read it. */
import * as z from 'zod/mini'
import type { EventRow } from '../../store/log.ts'
import type { Tx } from '../../store/transaction.ts'
import { eventsOf, sequencesAbout } from '../events/details.ts'
import { detailOf } from '../events/record.ts'

const Members = z.nullable(z.record(z.string(), z.unknown()))

export const PersonalEvent = z.object({
  sequence: z.number(),
  at: z.string(),
  type: z.string(),
  status: z.string(),
  /** Who of the team it was is no data of this person's. */
  by: z.enum(['staff', 'themselves', 'platform', 'steward']),
  reason: z.nullable(z.string()),
  /** Of their record: what belongs to them is listed for itself. */
  changes: z.array(z.object({ before: Members, after: Members })),
  error: z.nullable(z.string()),
})

export type PersonalEvent = z.infer<typeof PersonalEvent>

/** Of all that the records of one person are the subject of, the oldest first. */
export const personalEvents = async (tx: Tx, ids: readonly string[]): Promise<PersonalEvent[]> => {
  const mine = new Set(ids)
  const events: PersonalEvent[] = []
  for await (const row of eventsOf(tx, await sequencesAbout(tx, ids))) {
    const detail = detailOf(row)
    const changes = (detail?.changes ?? []).filter(({ subject }) => mine.has(subject.id))
    events.push({
      sequence: row.sequence,
      at: row.at.toISOString(),
      type: row.type,
      status: row.status,
      by: causeOf(row, mine),
      reason: detail?.reason ?? null,
      changes: changes.map(({ before, after }) => ({ before, after })),
      error: detail?.error?.message ?? null,
    })
  }
  return events
}

const causeOf = ({ actor }: EventRow, mine: ReadonlySet<string>): PersonalEvent['by'] => {
  if (mine.has(actor)) return 'themselves'
  if (actor.startsWith('sup_')) return 'staff'
  return actor.startsWith('sys_') ? 'steward' : 'platform'
}
