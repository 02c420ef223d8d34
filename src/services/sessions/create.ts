/** Signing in. No session exists before the last factor has been proven. */
import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { optional, secret, text } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Candidate, candidateFor, takeFactor, wrongCode } from '../factors/prove.ts'
import { holdsRecoveryCode, isRecoveryCode } from '../factors/recovery.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { nobodysHash } from '../passwords/nobody.ts'
import { longestPassword } from '../passwords/rules.ts'
import { accountKey, findByLogin, type SupervisorRow } from '../team/queries.ts'
import { supervisorsTable } from '../team/table.ts'
import { type Around, operation } from '../world.ts'
import {
  admit,
  barred,
  noOwnPassword,
  type OwnPassword,
  ownPasswordOf,
  wrongLogin,
} from './admission.ts'
import type { From } from './devices.ts'
import { lockGuessed } from './locking.ts'
import { Session } from './record.ts'
import { factorTarget, passwordTarget } from './targets.ts'

/** Not a failure: the password was right, and this is what comes next. */
const factorNeeded = ({ methods }: Candidate) =>
  new StewardError('not_signed_in', 'A second factor is needed.', {
    hint: 'Give the code of your app, a recovery code, or one sent to you: --code or --code-stdin.',
    details: { needs: 'code', methods },
  })

type Prepared = {
  tooSoon: StewardError | null
  /** Whoever goes by that name, whether or not the password was right. */
  named: SupervisorRow | null
  person: SupervisorRow | null
  candidate: Candidate | null
  /** Of the password that they chose instead of the one they were given. */
  own: OwnPassword
}

const code = secret({
  about: 'A code: of your app, for recovery, or sent to you.',
  max: 40,
  oneUse: true,
})

const nobody = { person: null, candidate: null, own: noOwnPassword }

export const createSession = operation({
  name: 'sessions.create',
  summary: 'Sign in with a password and, where one is enrolled, a second factor.',
  effect: 'write',
  actor: 'anyone',
  input: {
    email: text({ about: 'Your email address or user name.', max: 320 }),
    password: secret({ about: 'Your password.', max: longestPassword, known: true }),
    code: optional(code),
    newPassword: optional(
      secret({
        about: 'A password of your own, in place of one that was made for you.',
        max: longestPassword,
      }),
    ),
    device: text({ about: 'The program and system you sign in with.', max: 200 }),
    host: text({ about: 'The machine you sign in on.', max: 200 }),
  },
  output: z.object({
    session: Session,
    token: z.nullable(z.string()),
    /** Nothing is possible before an authenticator app is enrolled. */
    mustEnrol: z.boolean(),
  }),
  shownOnce: ['token'],
  async attempt({ store, now }, { email, code }) {
    const account = await accountKey(store, email)
    const tooSoon = await countGuess(store, passwordTarget(account), now)
    if (code === undefined) return tooSoon
    // Recovery codes can't be guessed: nobody is kept waiting who has one, whatever strangers try.
    if (isRecoveryCode(code))
      return tooSoon && (await isTheirs(store, email, code)) ? null : tooSoon
    return tooSoon ?? countGuess(store, factorTarget(account), now)
  },
  async prepare(around: Around<StewardError | null>, input): Promise<Prepared> {
    const { read, gateways, attempted, dryRun } = around
    refuseUncounted(dryRun)
    const found = await read(store => findByLogin(store, input.email))
    if (attempted) return { tooSoon: attempted, named: found, ...nobody }
    // A guess at what is locked is not even looked at; whoever is disabled is told so.
    const isTried = found?.status === 'active' || found?.status === 'disabled'
    const hash = isTried ? found.passwordHash : null
    const right = await gateways.passwords.verify(hash ?? nobodysHash, input.password)
    if (!found || !hash || !right) return { tooSoon: null, named: found, ...nobody }
    const own = await ownPasswordOf(around, found, input)
    const candidate = await candidateFor(around, found, input.code)
    return { tooSoon: null, named: found, person: found, candidate, own }
  },
  async run(world, input, { tooSoon, named, person, candidate, own }) {
    const { store, now } = world
    noteAttempt(store, named, input)
    if (tooSoon) return refuse(tooSoon)
    if (!person || !candidate) {
      await lockGuessed(world, named)
      return refuse(wrongLogin())
    }
    await forgetGuesses(store, passwordTarget(person.id))
    const bar = barred(person, now, own)
    if (bar) return refuse(bar)
    if (candidate.methods.length > 0) {
      if (input.code === undefined) return refuse(factorNeeded(candidate))
      if (!(await takeFactor(world, person, candidate, input.code))) {
        await lockGuessed(world, person)
        return refuse(wrongCode())
      }
      await forgetGuesses(store, factorTarget(person.id))
    }
    const { device, host } = input
    return admit(
      world,
      person,
      { device, host },
      { passwordHash: own.hash, enrolled: !!candidate.app },
    )
  },
})

/** Who tried to come in, and from where, whether or not they are let in: see events.sign-ins. */
const noteAttempt = (
  store: Tx,
  person: SupervisorRow | null,
  { email, device, host }: From & { email: string },
): void => {
  if (person) store.touch(supervisorsTable, person)
  store.note({ device, host, ...(!person && { tried: veiled(email) }) })
}

/** `n…@acme.test`, or `n…` of what is no address: enough to know one's own slip by. People type passwords
 * here, too. */
const veiled = (login: string): string => {
  const [first = ''] = login.trim()
  const domain = /^[^\s@]+(@(?:[a-z0-9-]+\.)+[a-z]{2,})$/i.exec(login.trim())?.[1] ?? ''
  return `${first}…${domain}`
}

const isTheirs = async (store: Tx, login: string, code: string): Promise<boolean> => {
  const person = await findByLogin(store, login)
  return person !== null && holdsRecoveryCode(store, person.key, code)
}
