/** Sending at once what somebody waits for, after the commit that queued it. */
import type { Origin } from '../../kernel/context.ts'
import type { Outcome, Runner } from '../../kernel/runner.ts'
import { deliverMessage } from './deliver.ts'

/** Sends the emails that a change put in the outbox; answers how many have left. What could not go
 * stays queued. Throws `unavailable` without a mail server, or when it does not take them. */
export const deliverNow = async (
  runner: Runner,
  origin: Origin,
  { messages, dryRun }: Pick<Outcome, 'messages' | 'dryRun'>,
): Promise<number> => {
  if (dryRun) return 0
  const credential = { kind: 'system', name: 'delivery' } as const
  let left = 0
  for (const { id, channel } of messages) {
    if (channel !== 'email') continue
    const { value } = await runner.run(deliverMessage, { message: id }, { credential, origin })
    if ((value as { sent: boolean }).sent) left += 1
  }
  return left
}
