/** Putting a message in the outbox: a row in the same transaction as the change that causes it. */
import type { Ids, Outbox, OutgoingMessage, Vault } from '../kernel/context.ts'
import { hiddenValue } from './capture.ts'
import { outboxTable } from './tables.ts'
import type { Tx } from './transaction.ts'

type Around = { now: Date; ids: Ids; vault: Vault; dryRun: boolean }

export const outboxOf = (tx: Tx, { now, ids, vault, dryRun }: Around): Outbox => ({
  async send(message) {
    const secrets = Object.keys(message.secret ?? {})
    // A dry run makes no secret, so it has nothing to seal and needs no key for it.
    const sealed = message.secret && !dryRun ? vault.seal(JSON.stringify(message.secret)) : null
    const { secret: _, ...plain } = message
    const status = 'queued' as const
    const row = {
      ...plain,
      id: ids.make('msg'),
      secrets,
      sealed,
      status,
      attempts: 0,
      createdAt: now,
    }
    await tx.put(outboxTable, row)
    tx.noteMessage(shownMessage(message, row.id))
  },
})

/** As dry runs show it: whom it goes to and what is in it, secrets masked. */
const shownMessage = ({ secret, ...message }: OutgoingMessage, id: string) => ({
  id,
  ...message,
  notAfter: message.notAfter.toISOString(),
  data: masked(message.data, Object.keys(secret ?? {})),
})

export const masked = (data: Record<string, unknown>, secrets: readonly string[]) => ({
  ...data,
  ...Object.fromEntries(secrets.map(name => [name, hiddenValue])),
})
