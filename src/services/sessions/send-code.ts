import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { secret, text } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { newCode, sendCode } from '../factors/send.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { nobodysHash } from '../passwords/nobody.ts'
import { accountKey, findByLogin, getSupervisor, type SupervisorRow } from '../team/queries.ts'
import { type Around, operation } from '../world.ts'
import { wrongLogin } from './admission.ts'
import { lockGuessed } from './locking.ts'
import { passwordTarget } from './targets.ts'

type Prepared = {
  tooSoon: StewardError | null
  named: SupervisorRow | null
  person: SupervisorRow | null
  code: string
}

export const sendSignInCode = operation({
  name: 'sessions.send-code',
  summary: 'Have a sign-in code sent to your verified email address.',
  effect: 'write',
  actor: 'anyone',
  input: {
    email: text({ about: 'Your email address or user name.', max: 320 }),
    password: secret({ about: 'Your password.', max: 256 }),
  },
  output: z.object({ sentTo: z.string(), expiresAt: z.string() }),
  attempt: async ({ store, now }, { email }) =>
    countGuess(store, passwordTarget(await accountKey(store, email)), now),
  async prepare(
    { read, gateways, ids, attempted, dryRun }: Around<StewardError | null>,
    input,
  ): Promise<Prepared> {
    refuseUncounted(dryRun)
    if (attempted) return { tooSoon: attempted, named: null, person: null, code: '' }
    const found = await read(store => findByLogin(store, input.email))
    const hash = found?.status === 'active' ? found.passwordHash : null
    const right = await gateways.passwords.verify(hash ?? nobodysHash, input.password)
    const person = hash && right ? found : null
    return { tooSoon: null, named: found, person, code: newCode(ids) }
  },
  async run(world, _, { tooSoon, named, person, code }) {
    const { store } = world
    if (tooSoon) return refuse(tooSoon)
    if (!person) {
      await lockGuessed(world, named)
      return refuse(wrongLogin())
    }
    await forgetGuesses(store, passwordTarget(person.id))
    if (!person.emailVerifiedAt) {
      return refuse(new StewardError('illegal_state', 'Your email address is not verified.'))
    }
    await getSupervisor(store, person.id)
    const to = {
      purpose: 'sign-in',
      channel: 'email',
      address: person.email,
      template: 'team.sign-in-code',
    } as const
    const expiresAt = await sendCode(world, person, to, code)
    return { sentTo: person.email, expiresAt: expiresAt.toISOString() }
  },
})
