/** Where the program starts, once bin/run.js has found a Node that can run it. */
import { existsSync } from 'node:fs'
import type { Options as LoadOptions } from '@oclif/core/interfaces'
import { commandFile, runDirectly } from './cli/direct.ts'
import type { DirectCommand } from './cli/steward-command.ts'
import { meant } from './cli/words.ts'

/**
 * `root` is the package's folder: commands, manifest and migrations are found from there. With
 * `found`, which says otherwise where they are, every command is found by oclif itself.
 */
export const main = async (root: string, found?: Partial<LoadOptions>): Promise<void> => {
  // Whatever Steward makes in its home is its owner's alone.
  process.umask(0o077)
  const argv = meant(process.argv.slice(2), path => existsSync(commandFile(root, path)))
  try {
    if (!found && (await runDirectly(root, argv, command))) return
    // oclif prints by itself, to a reader that may leave (`steward … | head`).
    process.stdout.on('error', error => {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
    })
    const { run } = await import('./cli/oclif.ts')
    await run(argv, { root, ...found })
  } catch (error) {
    await tell(error, root, argv)
  }
}

/** The class of the command at `path`: `consumers/show`. The build makes a table of this. */
export const command = async (path: string): Promise<DirectCommand> =>
  (await import(`./commands/${path}.ts`)).default

/** The class that oclif asks for help by: the build makes a file of this. */
export const help = async () => (await import('./cli/help/oclif.ts')).default

/** What a thread beside this one does: the build makes a file of this, too. */
export const thread = async (): Promise<void> => (await import('./thread.ts')).thread()

/** Commands tell their own failures; what comes here went wrong before one was found. */
const tell = async (error: unknown, root: string, argv: readonly string[]): Promise<void> => {
  if ((error as { oclif?: { exit?: number } }).oclif?.exit === 0) return
  const { asStewardError, failureJson, failureText } = await import('./cli/failure.ts')
  const { isUnknownCommand, unknownCommand } = await import('./cli/unknown.ts')
  const told = isUnknownCommand(error) ? unknownCommand(root, argv) : asStewardError(error)
  const { jsonText } = await import('./cli/output/formats.ts')
  const { here } = await import('./cli/output/standard.ts')
  const { write } = await import('./cli/output/write.ts')
  if (argv.includes('--json')) await write(here.stdout, jsonText(failureJson(told)))
  else await write(here.stderr, failureText(told))
  process.exitCode = told.exitCode
}
