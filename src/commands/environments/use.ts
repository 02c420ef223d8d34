import { readBook } from '../../cli/environments/book.ts'
import { withInUse } from '../../cli/environments/changes.ts'
import { EnvironmentCommand, environmentFlags } from '../../cli/environments/command.ts'
import { nameFields, positionals } from '../../cli/environments/fields.ts'
import { namedEnvironment } from '../../cli/environments/resolve.ts'
import { argsFrom } from '../../cli/fields.ts'

export default class extends EnvironmentCommand {
  static override summary = 'Work in this environment from now on.'
  static override description =
    'What is closer goes first: --env, then STEWARD_ENV or STEWARD_DATABASE_URL, then .steward.json of the folder. local is the database in STEWARD_HOME.'
  static override examples = ['steward environments use staging', 'steward environments use local']
  static override args = argsFrom(nameFields, positionals)
  static override flags = environmentFlags

  async run(): Promise<void> {
    const { name } = await this.given(nameFields)
    namedEnvironment(readBook(this.home), this.home, name)
    await this.tell(
      this.change(name, book => withInUse(book, name)),
      'In use',
    )
  }
}
