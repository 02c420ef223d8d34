/** What asks for the person themself, and not only for their rights. */
import type { Actor } from './context.ts'
import { StewardError } from './errors.ts'
import type { AnyOperation } from './operation.ts'

/** A key acts for a person, but has no profile, password or factors of its own. */
export const requireSession = (operation: AnyOperation, { session }: Actor): void => {
  if (!operation.session || session) return
  throw new StewardError('not_allowed', 'This is only for a person who has signed in.', {
    hint: 'A key does not do: unset STEWARD_API_KEY, then sign in with steward login.',
    details: { needs: 'session' },
  })
}

/** How long a proven factor counts as fresh. */
const freshFor = 5 * 60_000

/** Before something sensitive a person proves again who sits there; for a key its permission says
 * enough. Throws `not_allowed` with `needs: 'fresh-factor'`. */
export const requireFresh = ({ session }: Actor, now: Date): void => {
  if (!session) return
  if (now.getTime() - session.freshAt.getTime() <= freshFor) return
  throw new StewardError('not_allowed', 'This asks for a fresh proof that it is you.', {
    hint: 'Give a code with --code, or where you have no second factor the password with --password-stdin.',
    details: { needs: 'fresh-factor' },
  })
}
