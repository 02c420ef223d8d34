/** Who has to have an authenticator app and has none yet can do nothing but enrol one. */
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { confirmedFactor } from '../factors/queries.ts'
import type { SupervisorRow } from '../team/queries.ts'

const enrolling = [
  'me.two-factor-enrol',
  'me.two-factor-confirm',
  'me.whoami',
  'sessions.refresh',
  'sessions.end',
]

const enrolFirst = () =>
  new StewardError('not_allowed', 'You need a second factor before anything else.', {
    hint: 'Enrol an authenticator app: steward me two-factor enrol',
    details: { needs: 'two-factor' },
  })

export const confinedUntilEnrolled = async (
  tx: Tx,
  person: Pick<SupervisorRow, 'key' | 'twoFactorRequired'>,
): Promise<Actor['confined']> => {
  if (!person.twoFactorRequired || (await confirmedFactor(tx, person.key))) return undefined
  return { to: enrolling, because: enrolFirst() }
}
