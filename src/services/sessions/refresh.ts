/** Proving again who sits there, before something sensitive: a fresh factor counts for five minutes. */
import { StewardError } from '../../kernel/errors.ts'
import { optional, secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { type Candidate, candidateFor, takeFactor, wrongCode } from '../factors/prove.ts'
import { isRecoveryCode } from '../factors/recovery.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { readSupervisor, type SupervisorRow } from '../team/queries.ts'
import { type Around, operation } from '../world.ts'
import { getSession } from './queries.ts'
import { Session, sessionRecord } from './record.ts'
import { sessionsTable } from './table.ts'
import { freshTarget } from './targets.ts'

type Prepared = {
  tooSoon: StewardError | null
  person: SupervisorRow
  candidate: Candidate
  rightPassword: boolean
}

/** Asked with nothing to go by, it says what would do. */
const proofNeeded = ({ methods }: Candidate) =>
  new StewardError('not_signed_in', 'This takes a code, or without a second factor the password.', {
    details: { needs: methods.length > 0 ? 'code' : 'password', methods },
  })

const wrongPassword = () =>
  new StewardError('not_signed_in', 'The password is not right.', {
    details: { needs: 'password' },
  })

export const refreshSession = operation({
  name: 'sessions.refresh',
  summary: 'Prove again who you are: by a code, or by the password where no factor is enrolled.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: {
    code: optional(
      secret({
        about: 'A code: of your app, for recovery, or sent to you.',
        max: 40,
        oneUse: true,
      }),
    ),
    password: optional(
      secret({ about: 'Your password, where no second factor is enrolled.', max: 256 }),
    ),
  },
  output: Session,
  async attempt({ store, now, actor }, { code, password }) {
    const guesses = code === undefined ? password !== undefined : !isRecoveryCode(code)
    return guesses ? countGuess(store, freshTarget(actor.id), now) : null
  },
  async prepare(around: Around<StewardError | null>, { code, password }): Promise<Prepared> {
    const { read, gateways, actor, attempted, dryRun } = around
    refuseUncounted(dryRun)
    const person = await read(store => readSupervisor(store, actor.id))
    const candidate = await candidateFor(around, person, attempted ? undefined : code)
    const tried = !attempted && password !== undefined && person.passwordHash !== null
    const rightPassword = tried && (await gateways.passwords.verify(person.passwordHash!, password))
    return { tooSoon: attempted, person, candidate, rightPassword }
  },
  async run(world, { code, password }, prepared) {
    const { store, now, actor } = world
    const { tooSoon, person, candidate, rightPassword } = prepared
    if (tooSoon) return refuse(tooSoon)
    if (code === undefined && password === undefined) return refuse(proofNeeded(candidate))
    const enrolled = candidate.methods.length > 0
    const proven = enrolled
      ? code !== undefined && (await takeFactor(world, person, candidate, code))
      : rightPassword
    if (!proven) return refuse(enrolled ? wrongCode() : wrongPassword())
    await forgetGuesses(store, freshTarget(actor.id))
    const found = await getSession(store, person.key, actor.session!.id)
    return sessionRecord(await store.update(sessionsTable, found, { freshAt: now }), found.id)
  },
})
