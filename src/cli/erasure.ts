/** What follows an erasure: files are rid of what was deleted in the database. */
import type { Host } from '../host.ts'
import { catalogue } from '../services/catalogue.ts'
import type { RunOther } from './command.ts'
import { asStewardError } from './failure.ts'

const kept = 'Backups, exports and archives made before still have them: see to those yourself.'

/** Answers what to say of it. What could not be cleared away is no reason to fail: the person is
 * erased, and the same command again does this part again. */
export const leaveNothing = async (host: Host, run: RunOther): Promise<string> => {
  try {
    await run(await catalogue['consumers.documents-sweep']())
    const files = (await host.rewrite())
      ? 'The database file was written anew, so that nothing of them is left in it.'
      : 'Postgres clears the old rows away when it next vacuums.'
    return `${files} ${kept}`
  } catch (error) {
    const { message } = asStewardError(error)
    return `They are erased, but files may still hold old copies: ${message} Give the same command again to clear them away. ${kept}`
  }
}
