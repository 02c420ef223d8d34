import * as z from 'zod/mini'
import { unavailable } from '../../kernel/errors.ts'
import { refuse } from '../../kernel/operation.ts'
import type { Tx } from '../../store/transaction.ts'
import { settingsByProvider } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { type Claimed, leaseMs, opened, sendAll, settlementOf, type Try } from './delivery.ts'
import * as outbox from './queries.ts'

const most = 50

export const Flushed = z.object({
  sent: z.number(),
  /** Tries that failed. After the fifth refusal a message is given up; until then it waits. */
  failed: z.number(),
  expired: z.number(),
  /** What has not left: SMS, which nothing sends yet, and emails to be tried again. */
  waiting: z.number(),
})

export type Flushed = z.infer<typeof Flushed>

type Taken = { expired: number; claimed: Claimed[] }
type Tried = { expired: number; tries: Try[] }

export const flushOutbox = operation({
  name: 'outbox.flush',
  summary: 'Send the emails that wait in the outbox.',
  effect: 'write',
  input: {},
  output: Flushed,
  needs: ({ mail }) => mail.check(),
  async attempt({ store, now, ids, vault }): Promise<Taken> {
    const expired = await outbox.expireOverdue(store, now)
    const leaseUntil = new Date(now.getTime() + leaseMs)
    const rows = await outbox.claimDue(store, { now, most, lease: ids.token(20), leaseUntil })
    return { expired, claimed: rows.map(row => opened(vault, row)) }
  },
  async prepare({ read, gateways, attempted, dryRun }: Around<Taken>): Promise<Tried | null> {
    if (dryRun) return null
    const { expired, claimed } = attempted
    if (claimed.length === 0) return { expired, tries: [] }
    const settings = await read(tx => settingsByProvider(tx, 'siteName'))
    return { expired, tries: await sendAll(gateways.mail, claimed, settings) }
  },
  async run({ store, now }, _, tried) {
    if (!tried) return forecast(store, now)
    const counts = { sent: 0, failed: 0, expired: tried.expired }
    for (const { one, delivery } of tried.tries) {
      const settled = await outbox.settle(store, one.row, settlementOf(one, delivery, now))
      if (settled && delivery) counts[delivery.outcome === 'sent' ? 'sent' : 'failed'] += 1
    }
    if (counts.sent + counts.failed + counts.expired > 0) store.note(counts)
    const flushed = { ...counts, waiting: await outbox.countWaiting(store) }
    const lost = tried.tries.some(({ delivery }) => delivery?.outcome === 'unreachable')
    return lost ? refuse(noServer(flushed)) : flushed
  },
})

const noServer = (flushed: Flushed) =>
  unavailable('The mail server does not take our mail. What is left waits.', {
    hint: 'See the last error: steward messages list --filter status=queued --fields id,lastError',
    details: flushed,
  })

/** A dry run: what would go if nothing fails, told as a change of the outbox as a whole. */
const forecast = async (store: Tx, now: Date): Promise<Flushed> => {
  const sent = await outbox.countDue(store, now)
  const expired = await outbox.countOverdue(store, now)
  const before = await outbox.countWaiting(store)
  const after = { sent, expired, waiting: before - sent - expired }
  const subject = { id: 'outbox', topic: 'outbox', name: null, email: null }
  if (sent + expired > 0) {
    store.noteChange({ subject, before: { sent: 0, expired: 0, waiting: before }, after })
  }
  return { ...after, failed: 0 }
}
