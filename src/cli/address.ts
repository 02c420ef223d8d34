/** Verifying an email address or a phone number: a code is sent to it, and given back. */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Outcome, Runner } from '../kernel/runner.ts'
import { askUntilRight, tell } from './codes.ts'
import { commandFor, type Face } from './command.ts'

/** The code leaves at once, since somebody waits for it; at a terminal it is then asked for. */
export const addressCommandFor = (operation: AnyOperation, face: Face) =>
  class extends commandFor(operation, face) {
    protected override async perform(runner: Runner, host: Host, raw: Record<string, unknown>) {
      const outcome = await super.perform(runner, host, raw)
      const left = outcome.dryRun ? 0 : await sentNow(host, outcome)
      const { codeExpiresAt } = outcome.value as { codeExpiresAt: string | null }
      const goesOn = left > 0 && codeExpiresAt && this.canAsk && this.format === 'table'
      if (!goesOn) return outcome
      const call = this.call(host, operation)
      return askUntilRight(code => runner.run(operation, { code }, call))
    }
  }

/** What can't leave waits in the outbox, and what was done stays done. */
const sentNow = async (host: Host, outcome: Outcome): Promise<number> => {
  try {
    return await host.deliver(outcome)
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    tell(error)
    return 0
  }
}
