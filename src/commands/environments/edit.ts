import { readBook } from '../../cli/environments/book.ts'
import { withChanges } from '../../cli/environments/changes.ts'
import { EnvironmentCommand, environmentFlags } from '../../cli/environments/command.ts'
import { databaseAddress } from '../../cli/environments/database.ts'
import {
  confirmFlag,
  databaseFlags,
  editFields,
  positionals,
} from '../../cli/environments/fields.ts'
import { namedEnvironment } from '../../cli/environments/resolve.ts'
import { argsFrom, flagsFrom } from '../../cli/fields.ts'

export default class extends EnvironmentCommand {
  static override summary = 'Change the database, the colour or the protection of an environment.'
  static override description =
    'To point a protected one elsewhere, or to lift its protection, takes its name.'
  static override examples = [
    'steward environments edit staging --colour cyan',
    'steward environments edit prod --no-protected --confirm prod',
  ]
  static override args = argsFrom(editFields, positionals)
  static override flags = {
    ...flagsFrom(editFields, positionals),
    ...databaseFlags,
    ...confirmFlag,
    ...environmentFlags,
  }

  async run(): Promise<void> {
    const { name, database, ...changes } = await this.given(editFields)
    const address = database === undefined ? undefined : databaseAddress(database, process.cwd())
    const before = namedEnvironment(readBook(this.home), this.home, name)
    const lifted = changes.protected === false || address !== undefined
    if (before.protected && lifted) await this.guard(name, `Change ${name}?`)
    const given = { ...changes, database: address }
    await this.tell(
      this.change(name, book => withChanges(book, name, given)),
      'Changed',
    )
  }
}
