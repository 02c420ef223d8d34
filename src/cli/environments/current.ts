/** The environment of this command: everything that can name one, read as far as it is asked for. */
import { homeOf } from '../../host.ts'
import { readBook } from './book.ts'
import { folderChoice } from './folder.ts'
import { type Environment, emptyBook, resolveEnvironment } from './resolve.ts'

type Around = { env: Record<string, string | undefined>; cwd(): string }

/** What goes before is not held up by what it goes before: a broken file that nobody asks. */
export const currentEnvironment = (flag: string | undefined, around: Around): Environment => {
  const { env } = around
  const home = homeOf(env)
  const named = flag !== undefined || !!env.STEWARD_ENV
  const given = named || !!env.STEWARD_DATABASE_URL
  return resolveEnvironment({
    flag,
    env,
    folder: given ? null : folderChoice(around.cwd()),
    book: named || !given ? readBook(home) : emptyBook,
    home,
  })
}
