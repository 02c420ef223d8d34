import * as z from 'zod/mini'
import { unavailable } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { settingsByProvider } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { type Claimed, leaseMs, opened, sendAll, settlementOf, type Try } from './delivery.ts'
import { claimDue, settle } from './queries.ts'

/** Run by the program itself, for the one message that somebody is waiting for right now. */
export const deliverMessage = operation({
  name: 'outbox.deliver',
  summary: 'Send one email at once.',
  effect: 'write',
  actor: 'system',
  input: { message: ref('messages', 'The message: its id.') },
  output: z.object({ sent: z.boolean() }),
  needs: ({ mail }) => mail.check(),
  async attempt({ store, now, ids, vault }, { message }): Promise<Claimed[]> {
    const leaseUntil = new Date(now.getTime() + leaseMs)
    const claim = { now, most: 1, lease: ids.token(20), leaseUntil, id: message }
    return (await claimDue(store, claim)).map(row => opened(vault, row))
  },
  async prepare({ read, gateways, attempted = [] }: Around<Claimed[]>): Promise<Try[]> {
    if (attempted.length === 0) return []
    const settings = await read(tx => settingsByProvider(tx, 'siteName'))
    return sendAll(gateways.mail, attempted, settings)
  },
  async run({ store, now }, { message }, tries) {
    // Taken by another sender: it is on its way.
    const [tried] = tries
    if (!tried) return { sent: false }
    const { one, delivery } = tried
    store.at(one.row)
    await settle(store, one.row, settlementOf(one, delivery, now))
    const sent = delivery?.outcome === 'sent'
    store.note({ message, sent })
    if (sent) return { sent }
    return refuse(
      unavailable('The email could not be sent. It waits in the outbox.', {
        hint: `See why: steward messages show ${message}`,
      }),
    )
  },
})
