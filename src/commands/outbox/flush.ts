import { commandFor } from '../../cli/command.ts'
import type { Host } from '../../host.ts'
import type { Runner } from '../../kernel/runner.ts'
import { type Flushed, flushOutbox } from '../../services/outbox/flush.ts'
import { noCounts, sumOf, withEarlier } from '../../services/outbox/totals.ts'

const why = '(SMS, which nothing sends yet, and emails to be tried again later)'

const Flush = commandFor(flushOutbox, {
  examples: [
    'steward outbox flush',
    'steward outbox flush --dry-run',
    'steward outbox flush --json',
  ],
  description:
    'Emails leave through STEWARD_SMTP_URL as STEWARD_MAIL_FROM; one that is refused is tried again by a later flush, five times in all; while no server can be reached they wait until they expire, and so do SMS. Exit code 7: some failed.',
  sections: ({ waiting, ...counts }: Flushed) => [
    { fields: [...Object.entries(counts), ['waiting', waiting > 0 ? `${waiting} ${why}` : 0]] },
  ],
  exitCode: ({ failed }: Flushed) => (failed > 0 ? 7 : 0),
})

/** An operation sends one batch; the command goes on until nothing is due. */
export default class extends Flush {
  protected override async perform(runner: Runner, host: Host, raw: Record<string, unknown>) {
    let total = noCounts
    for (;;) {
      const outcome = await super.perform(runner, host, raw).catch(error => {
        throw withEarlier(error, total)
      })
      const { waiting, ...counts } = outcome.value as Flushed
      total = sumOf(total, counts)
      const done = outcome.dryRun || counts.sent + counts.failed + counts.expired === 0
      if (done) return { ...outcome, value: { ...total, waiting } }
    }
  }
}
