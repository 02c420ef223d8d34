import { readBook } from '../../cli/environments/book.ts'
import { EnvironmentCommand } from '../../cli/environments/command.ts'
import { positionals, showFields } from '../../cli/environments/fields.ts'
import { namedEnvironment, shownEnvironment } from '../../cli/environments/resolve.ts'
import { argsFrom } from '../../cli/fields.ts'
import { outputFlags } from '../../cli/options.ts'
import { environmentSections } from '../../cli/views/environment.ts'

export default class extends EnvironmentCommand {
  static override summary = 'The environment that commands work in here, or another one.'
  static override description =
    'Says where each value came from: a flag, a variable, .steward.json of the folder, environments.json in STEWARD_HOME, or a default. The database is shown without its password.'
  static override examples = [
    'steward environments show',
    'steward environments show staging --json',
    'steward environments show --env local',
  ]
  static override args = argsFrom(showFields, positionals)
  static override flags = outputFlags

  async run(): Promise<void> {
    const { name } = await this.given(showFields)
    const found = name ? namedEnvironment(readBook(this.home), this.home, name) : this.environment
    const { origin } = found
    await this.show({ ...shownEnvironment(found), origin }, environmentSections)
  }
}
