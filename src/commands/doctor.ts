import * as Flags from '@oclif/core/flags'
import { checkUp, homeHere } from '../cli/doctor/checkup.ts'
import { type Finding, failureOf } from '../cli/doctor/finding.ts'
import type { Environment } from '../cli/environments/resolve.ts'
import { outputFlags } from '../cli/options.ts'
import { StewardCommand } from '../cli/steward-command.ts'
import { reportSections } from '../cli/views/doctor.ts'

export default class extends StewardCommand {
  static override summary =
    'Look at everything Steward needs, and say what to do. Needs no sign-in.'
  static override description =
    'Database, migrations, clock, secret key, event log, files, environments, keychain and mail server. Exits with 1 when something failed; a warning is no failure.'
  static override examples = ['steward doctor', 'steward doctor --full --json']
  static override exitCodes = [0, 1, 2, 130]
  static override flags = {
    full: Flags.boolean({
      description: 'All events, not the last thousand, and the whole database file.',
    }),
    ...outputFlags,
  }

  async run(): Promise<void> {
    const { full } = await this.typed()
    const opened = await this.openAnyway()
    const report = await checkUp({ ...opened, full: !!full })
    await this.show(report, reportSections)
    if (!report.ok) process.exitCode = 1
  }

  /** Where the environment is broken the house in STEWARD_HOME is opened, and its database is let
   * alone: the rest can be looked at. No sign-in is read: it may be what is broken. */
  private async openAnyway() {
    const session = async () => null
    try {
      const host = await this.open({ session })
      return { host, environment: this.environment as Environment | null, problem: null }
    } catch (error) {
      const host = await this.open({ session, home: homeHere() })
      return { host, environment: null, problem: failureOf(error) as Finding | null }
    }
  }
}
