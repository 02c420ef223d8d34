import { readBook } from '../../cli/environments/book.ts'
import {
  EnvironmentCommand,
  environmentFlags,
  environmentRecord,
} from '../../cli/environments/command.ts'
import { local } from '../../cli/environments/resolve.ts'
import { tableFlags } from '../../cli/options.ts'
import { environmentColumns } from '../../cli/views/environment.ts'

export default class extends EnvironmentCommand {
  static override summary = 'The environments of this machine.'
  static override description =
    'In use is what environments use chose. Which one is meant here and now, and why: steward environments show.'
  static override examples = ['steward environments list', 'steward environments list --json']
  static override flags = { ...environmentFlags, ...tableFlags }

  async run(): Promise<void> {
    await this.typed()
    const book = readBook(this.home)
    const names = [local, ...Object.keys(book.environments).sort()]
    const data = names.map(name => environmentRecord(book, this.home, name))
    await this.showPage(data, environmentColumns)
  }
}
