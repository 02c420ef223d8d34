import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { secret, text } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { digestOfSent, holdsSentCode, takeSentCode } from '../factors/queries.ts'
import { forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { teamDemands } from '../passwords/demands.ts'
import { checkPassword, longestPassword } from '../passwords/rules.ts'
import { changePasswordOf } from '../team/passwords.ts'
import { findByLogin, getSupervisor, type SupervisorRow } from '../team/queries.ts'
import { working } from '../team/rules.ts'
import { type Around, operation } from '../world.ts'
import { forgotTarget, passwordTarget } from './targets.ts'

const notAccepted = () =>
  new StewardError('not_signed_in', 'This code does not work.', {
    hint: 'It may be used or expired. Ask for a new one: steward login --forgot',
  })

type Prepared = { person: SupervisorRow; passwordHash: string } | null

/** The code is too long to be guessed, so no guesses are counted: nothing that strangers try keeps a
 * person from a new password. */
export const redeemForgot = operation({
  name: 'sessions.redeem-forgot',
  summary: 'Set a new password by the code that was sent. Every session ends.',
  effect: 'write',
  actor: 'anyone',
  input: {
    email: text({ about: 'Your email address or user name.', max: 320 }),
    code: secret({ about: 'The code that was sent to you.', max: 40, oneUse: true }),
    newPassword: secret({
      about: 'The new password: at least 8 characters.',
      max: longestPassword,
    }),
  },
  output: z.object({ changedAt: z.string(), sessionsEnded: z.number() }),
  async prepare({ read, gateways, vault, now, dryRun }: Around, given): Promise<Prepared> {
    refuseUncounted(dryRun)
    const person = await read(async store => {
      const found = await findByLogin(store, given.email)
      if (!found || !working.includes(found.status)) return null
      const digest = digestOfSent(vault, found.key, 'forgot', given.code)
      return (await holdsSentCode(store, found.key, 'forgot', digest, now)) ? found : null
    })
    if (!person) return null
    const { email, userName, name } = person
    const demands = await read(store => teamDemands(store, [email, userName, name]))
    // Thrown, it leaves the code as good as it was.
    await checkPassword(given.newPassword, 'newPassword', demands)
    return { person, passwordHash: await gateways.passwords.hash(given.newPassword) }
  },
  async run(world, { code }, prepared) {
    const { store, vault, now } = world
    if (!prepared) return refuse(notAccepted())
    const person = await getSupervisor(store, prepared.person.id)
    const digest = digestOfSent(vault, person.key, 'forgot', code)
    const sentTo = await takeSentCode(store, person.key, 'forgot', digest, now)
    if (sentTo !== person.email) return refuse(notAccepted())
    const { ended } = await changePasswordOf(world, person, prepared.passwordHash, null)
    for (const targetOf of [passwordTarget, forgotTarget]) {
      await forgetGuesses(store, targetOf(person.id))
    }
    return { changedAt: now.toISOString(), sessionsEnded: ended }
  },
})
