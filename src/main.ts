/** Where the program starts, once bin/run.js has found a Node that can run it. */
import { run } from '@oclif/core/run'
import { asStewardError, failureJson, failureText } from './cli/failure.ts'
import { jsonText } from './cli/output/formats.ts'

/** `root` is the package's folder: commands, manifest and migrations are found from there. */
export const main = async (root: string): Promise<void> => {
  // Whatever Steward makes in its home is its owner's alone.
  process.umask(0o077)
  try {
    await run(process.argv.slice(2), { root })
  } catch (error) {
    tell(error)
  }
}

/** Commands tell their own failures; what comes here went wrong before one was found. */
const tell = (error: unknown): void => {
  const exit = (error as { oclif?: { exit?: number } }).oclif?.exit
  if (exit === 0) return
  const told = asStewardError(error)
  if (process.argv.includes('--json')) process.stdout.write(jsonText(failureJson(told)))
  else process.stderr.write(failureText(told))
  process.exitCode = told.exitCode
}
