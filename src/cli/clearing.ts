/** What follows when much was deleted: the database's files are rid of it. */
import type { Host } from '../host.ts'
import { catalogue } from '../services/catalogue.ts'
import type { RunOther } from './command.ts'
import { asStewardError } from './failure.ts'

const kept = 'Backups, exports and archives made before still have them: see to those yourself.'

/** After an erasure. Where something could not be cleared away the person is erased all the same, the
 * exit code says that it is not all, and the same command again does this part again. Answers what to
 * say of it. */
export const leaveNothing = async (host: Host, run: RunOther): Promise<string> => {
  try {
    await run(await catalogue['consumers.documents-sweep']())
    const files = (await host.rewrite())
      ? 'The database file was written anew, so that nothing of them is left in it.'
      : 'Postgres clears the old rows away when it next vacuums.'
    return `${files} ${kept}`
  } catch (error) {
    const { message, exitCode } = asStewardError(error)
    process.exitCode = exitCode
    return `They are erased, but files may still hold old copies: ${message} Give the same command again to clear them away. ${kept}`
  }
}

/** After an archive. */
export const giveRoomBack = async (host: Host): Promise<string> => {
  try {
    return (await host.rewrite())
      ? 'The database file was written anew without them.'
      : 'Postgres gives their room back when it next vacuums.'
  } catch (error) {
    return `The database file is as big as before: ${asStewardError(error).message}`
  }
}
