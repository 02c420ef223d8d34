import { withNew } from '../../cli/environments/changes.ts'
import { EnvironmentCommand, environmentFlags } from '../../cli/environments/command.ts'
import { databaseAddress } from '../../cli/environments/database.ts'
import { addFields, databaseFlags, positionals } from '../../cli/environments/fields.ts'
import { argsFrom, flagsFrom } from '../../cli/fields.ts'

export default class extends EnvironmentCommand {
  static override summary = 'Name a database of this machine or of a server.'
  static override description =
    'What is in argv can be seen by others on this machine: give an address that holds a password with --database-stdin or --database-file. It is kept in environments.json in STEWARD_HOME, which only you can read, and never shown.'
  static override examples = [
    'steward environments add staging --database sqlite:./staging.db',
    'steward environments add prod --database-stdin --colour red --protected --json < database.txt',
  ]
  static override args = argsFrom(addFields, positionals)
  static override flags = {
    ...flagsFrom(addFields, positionals),
    ...databaseFlags,
    ...environmentFlags,
  }

  async run(): Promise<void> {
    const { name, database, ...entry } = await this.given(addFields)
    const address = databaseAddress(database, process.cwd())
    const added = { ...entry, database: address }
    await this.tell(
      this.change(name, book => withNew(book, name, added)),
      'Added',
    )
  }
}
