/**
 * Proving a second factor: an app's code, a recovery code, or a code that was sent. What can be
 * looked at outside a lock is (an app's code); taking it is always a conditional update.
 */
import { StewardError } from '../../kernel/errors.ts'
import type { RowOf } from '../../store/table.ts'
import type { supervisorsTable } from '../team/table.ts'
import type { Around, World } from '../world.ts'
import { confirmedFactor, digestOfSent, type FactorRow, takeSentCode, takeStep } from './queries.ts'
import { isRecoveryCode, takeRecoveryCode } from './recovery.ts'
import { stepOf } from './totp.ts'

export type SupervisorRow = RowOf<typeof supervisorsTable>

export type Method = 'app' | 'recovery' | 'email'

/** With both addresses verified there is always a second factor (R1.2). */
export const isFactorRequired = (person: SupervisorRow): boolean =>
  person.emailVerifiedAt !== null && person.phoneVerifiedAt !== null

/** Asked for whenever an app is enrolled, or both addresses are verified (R1.2). */
export const methodsOf = (person: SupervisorRow, app: FactorRow | null): Method[] => {
  if (!app && !isFactorRequired(person)) return []
  return [
    ...(app ? (['app'] as const) : []),
    'recovery',
    ...(person.emailVerifiedAt ? (['email'] as const) : []),
  ]
}

export type Candidate = { app: FactorRow | null; methods: Method[]; step: number | null }

/** Reads what is enrolled and looks at an app's code, before any lock. */
export const candidateFor = async <T>(
  { read, vault, now }: Pick<Around<T>, 'read' | 'vault' | 'now'>,
  person: SupervisorRow,
  code: string | undefined,
): Promise<Candidate> => {
  const app = await read(store => confirmedFactor(store, person.key))
  const step = app && code ? await stepOf(vault.open(app.sealed), code.trim(), now) : null
  return { app, methods: methodsOf(person, app), step }
}

export const wrongCode = () =>
  new StewardError('not_signed_in', 'The code is not right, or was used already.', {
    hint: 'A new one comes every 30 s; each counts once.',
    details: { needs: 'code' },
  })

/** Takes the code in whichever way it fits. */
export const takeFactor = async (
  { store, vault, now }: Pick<World, 'store' | 'vault' | 'now'>,
  person: SupervisorRow,
  { app, step }: Candidate,
  code: string,
): Promise<boolean> => {
  if (isRecoveryCode(code)) return takeRecoveryCode(store, person.key, code, now)
  if (app && step !== null) return takeStep(store, app, step)
  const digest = digestOfSent(vault, person.key, 'sign-in', code)
  return (await takeSentCode(store, person.key, 'sign-in', digest, now)) !== null
}
