import { printAnswer } from '../../../cli/answer.ts'
import { commandFor } from '../../../cli/command.ts'
import type { Enrolment } from '../../../cli/enrolment.ts'
import { recoverySections } from '../../../cli/views/profile.ts'
import type { Host } from '../../../host.ts'
import type { Outcome } from '../../../kernel/runner.ts'
import { enrolApp } from '../../../services/me/two-factor-enrol.ts'

const Enrol = commandFor(enrolApp, {
  examples: ['steward me two-factor enrol', 'steward me two-factor enrol --json'],
  description:
    'On a terminal it shows a QR code and goes on to your first code. Elsewhere it prints the secret: confirm it with steward me two-factor confirm --code CODE.',
})

/** At a terminal it goes on until the app counts. */
export default class extends Enrol {
  protected override async print(host: Host, outcome: Outcome): Promise<void> {
    if (!this.canAsk || this.format !== 'table' || outcome.dryRun) return super.print(host, outcome)
    const { confirmFirstCode } = await import('../../../cli/enrolment.ts')
    const enrolment = outcome.value as Enrolment
    const runner = await this.runner(host)
    const confirmed = await confirmFirstCode(runner, host, enrolment, this.terminal)
    await printAnswer(confirmed, this.answering({ sections: recoverySections }))
  }
}
