import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { installCompletion, ownShell, removeCompletion } from '../cli/completion/install.ts'
import { type Shell, scripts, shells } from '../cli/completion/scripts.ts'
import { write } from '../cli/output/write.ts'
import { StewardCommand } from '../cli/steward-command.ts'

export default class extends StewardCommand {
  static override summary = 'Let your shell complete commands, flags, values and records.'
  static override description =
    'Prints the script for bash, zsh or fish, or puts it in place. Ids, emails and references are asked from the database, with the rights of whoever is signed in.'
  static override examples = [
    'steward completion --install bash',
    'steward completion fish > steward.fish',
    'steward completion --uninstall bash',
  ]
  static override exitCodes = [0, 1, 2]
  static override args = {
    shell: Args.string({
      options: [...shells],
      description: 'bash, zsh or fish; with --install your own.',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    install: Flags.boolean({ description: 'Put it where the shell finds it.' }),
    uninstall: Flags.boolean({ description: 'Take it away again.' }),
    'no-color': Flags.boolean({ description: 'No colours.' }),
  }

  async run(): Promise<void> {
    const { shell: named, install, uninstall } = await this.typed()
    const shell = (named as Shell | undefined) ?? ownShell()
    const { stdout, stderr } = this.terminal
    if (uninstall) {
      const { file } = removeCompletion(shell)
      await write(stderr, `Taken away: ${file}\n`)
    } else if (install) {
      const { file, startup } = installCompletion(shell)
      const read = startup ? `, read by a line in ${startup}` : ''
      await write(stderr, `Put in place: ${file}${read}.\nIt works in the next ${shell} you open. `)
      await write(stderr, `To take it away: steward completion --uninstall ${shell}\n`)
    } else await write(stdout, scripts[shell])
  }
}
