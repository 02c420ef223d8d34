/** What follows an erasure: the database's files are rid of what was deleted from them. */
import type { Host } from '../host.ts'
import { asStewardError } from './failure.ts'

const kept = 'Backups, exports and archives made before still have them: see to those yourself.'

/** Answers what to say of it. A file that could not be written anew is no reason to fail: the person
 * is erased, and the same command again does this part again. */
export const leaveNothing = async (host: Host): Promise<string> => {
  try {
    const done = await host.rewrite()
    const files = done
      ? 'The database file was written anew, so that nothing of them is left in it.'
      : 'Postgres clears the old rows away when it next vacuums.'
    return `${files} ${kept}`
  } catch (error) {
    const { message } = asStewardError(error, {})
    return `They are erased, but old copies may still lie in the database file: ${message} Give the same command again to clear them away. ${kept}`
  }
}
