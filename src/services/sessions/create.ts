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
import { readSettings } from '../settings/queries.ts'
import { accountKey, findByLogin, getSupervisor, type SupervisorRow } from '../team/queries.ts'
import { supervisorsTable } from '../team/table.ts'
import { type Around, operation, type World } from '../world.ts'
import { type From, isKnownDevice, tellNewDevice } from './devices.ts'
import { Session, sessionRecord } from './record.ts'
import { sessionsTable } from './table.ts'
import { digestOf, makeToken } from './token.ts'

export const wrongLogin = () =>
  new StewardError('not_signed_in', 'The email or the password is not right.', {
    hint: 'Forgotten it? steward login --forgot',
  })

/** Not a failure: the password was right, and this is what comes next. */
const factorNeeded = ({ methods }: Candidate) =>
  new StewardError('not_signed_in', 'A second factor is needed.', {
    hint: 'Give the code of your app, a recovery code, or one sent to you: --code or --code-stdin.',
    details: { needs: 'code', methods },
  })

export const passwordTarget = (account: string) => `password:${account}`
const factorTarget = (account: string) => `factor:${account}`

type Prepared = {
  tooSoon: StewardError | null
  person: SupervisorRow | null
  candidate: Candidate | null
}

export const createSession = operation({
  name: 'sessions.create',
  summary: 'Sign in with a password and, where one is enrolled, a second factor.',
  effect: 'write',
  actor: 'anyone',
  input: {
    email: text({ about: 'Your email address or user name.', max: 320 }),
    password: secret({ about: 'Your password.', max: 256, known: true }),
    code: optional(
      secret({
        about: 'A code: of your app, for recovery, or sent to you.',
        max: 40,
        oneUse: true,
      }),
    ),
    device: text({ about: 'The program and system you sign in with.', max: 200 }),
    host: text({ about: 'The machine you sign in on.', max: 200 }),
  },
  output: z.object({ session: Session, token: z.nullable(z.string()) }),
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
  async prepare(around: Around<StewardError | null>, { email, password, code }): Promise<Prepared> {
    const { read, gateways, attempted, dryRun } = around
    refuseUncounted(dryRun)
    if (attempted) return { tooSoon: attempted, person: null, candidate: null }
    const found = await read(store => findByLogin(store, email))
    const hash = found?.status === 'active' ? found.passwordHash : null
    const right = await gateways.passwords.verify(hash ?? nobodysHash, password)
    if (!found || !hash || !right) return { tooSoon: null, person: null, candidate: null }
    return { tooSoon: null, person: found, candidate: await candidateFor(around, found, code) }
  },
  async run(world, input, { tooSoon, person, candidate }) {
    const { store } = world
    if (tooSoon) return refuse(tooSoon)
    if (!person || !candidate) return refuse(wrongLogin())
    await forgetGuesses(store, passwordTarget(person.id))
    if (candidate.methods.length > 0) {
      if (input.code === undefined) return refuse(factorNeeded(candidate))
      if (!(await takeFactor(world, person, candidate, input.code))) return refuse(wrongCode())
      await forgetGuesses(store, factorTarget(person.id))
    }
    return admit(world, person, { device: input.device, host: input.host })
  },
})

const isTheirs = async (store: Tx, login: string, code: string): Promise<boolean> => {
  const person = await findByLogin(store, login)
  return person !== null && holdsRecoveryCode(store, person.key, code)
}

const admit = async (world: World, person: SupervisorRow, from: From) => {
  const { store, now, ids } = world
  const locked = await getSupervisor(store, person.id)
  // The password may have been changed while the old one was being checked.
  const same = locked.passwordHash === person.passwordHash && locked.status === 'active'
  if (!same) return refuse(wrongLogin())
  const { 'team.sessionHours': hours } = await readSettings(store, 'team.sessionHours')
  const token = makeToken(ids)
  const known = await isKnownDevice(store, person.key, from)
  const row = await store.insert(sessionsTable, {
    ...from,
    id: ids.make('ses'),
    supervisor: person.key,
    digest: digestOf(token),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + hours * 3_600_000),
    freshAt: now,
  })
  await store.update(supervisorsTable, locked, { lastSignInAt: now })
  if (!known) await tellNewDevice(world, locked, row)
  return { session: sessionRecord(row, row.id), token }
}
