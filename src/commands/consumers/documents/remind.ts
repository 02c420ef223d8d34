import { commandFor } from '../../../cli/command.ts'
import type { Host } from '../../../host.ts'
import type { Runner } from '../../../kernel/runner.ts'
import { type Reminders, remindDocuments } from '../../../services/consumers/documents-remind.ts'

const Remind = commandFor(remindDocuments, {
  examples: [
    'steward consumers documents remind',
    'steward consumers documents remind --dry-run --json',
  ],
  description:
    'For cron, once a day: each reminder is queued once, however often this runs, and leaves with steward outbox flush.',
})

/** An operation queues one batch; the command goes on until nothing is due. */
export default class extends Remind {
  protected override async perform(runner: Runner, host: Host, raw: Record<string, unknown>) {
    const total = { queued: 0, unreachable: 0 }
    for (;;) {
      const outcome = await super.perform(runner, host, raw)
      const { queued, unreachable, more } = outcome.value as Reminders
      total.queued += queued
      total.unreachable += unreachable
      if (!more || outcome.dryRun) return { ...outcome, value: { ...total, more } }
    }
  }
}
