import { changeBook, readBook } from '../../cli/environments/book.ts'
import { without } from '../../cli/environments/changes.ts'
import {
  EnvironmentCommand,
  environmentFlags,
  environmentRecord,
} from '../../cli/environments/command.ts'
import { confirmFlag, nameFields, positionals } from '../../cli/environments/fields.ts'
import { argsFrom } from '../../cli/fields.ts'

export default class extends EnvironmentCommand {
  static override summary = 'Forget an environment. Its database stays as it is.'
  static override examples = [
    'steward environments remove staging',
    'steward environments remove prod --confirm prod',
  ]
  static override args = argsFrom(nameFields, positionals)
  static override flags = { ...confirmFlag, ...environmentFlags }

  async run(): Promise<void> {
    const { name } = await this.given(nameFields)
    const book = readBook(this.home)
    const removed = environmentRecord(book, this.home, name)
    if (removed.protected) await this.guard(name, `Forget ${name}?`)
    changeBook(this.home, book => without(book, name))
    await this.tell(removed, 'Removed')
  }
}
