/** Where Steward keeps its files. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** STEWARD_HOME, else where this platform keeps a program's data. */
export const homeOf = (env: Record<string, string | undefined>): string => {
  if (env.STEWARD_HOME) return env.STEWARD_HOME
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/steward')
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'steward')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'steward')
}
