import { commandFor } from '../cli/command.ts'
import { shownEnvironment } from '../cli/environments/resolve.ts'
import { whoamiSections } from '../cli/views/supervisor.ts'
import type { Host } from '../host.ts'
import type { Runner } from '../kernel/runner.ts'
import { whoami } from '../services/me/whoami.ts'

const WhoAmI = commandFor(whoami, {
  examples: ['steward whoami', 'steward whoami --json'],
  description: 'With STEWARD_API_KEY set: whom the key acts for.',
  sections: whoamiSections,
})

const credentials = { apiKey: 'STEWARD_API_KEY', session: 'steward login', none: '', system: '' }

/** Who one is comes from the database; where one is, from what the command was started with. */
export default class extends WhoAmI {
  /** It says more than its operation does. */
  protected override async checkNames(): Promise<void> {}

  protected override async perform(runner: Runner, host: Host, raw: Record<string, unknown>) {
    const outcome = await super.perform(runner, host, raw)
    const environment = shownEnvironment(this.environment)
    const origin = { ...this.environment.origin, credential: credentials[host.credential.kind] }
    return { ...outcome, value: { ...(outcome.value as object), environment, origin } }
  }
}
