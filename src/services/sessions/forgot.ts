import * as z from 'zod/mini'
import type { StewardError } from '../../kernel/errors.ts'
import { text } from '../../kernel/fields.ts'
import { countGuess, refuseUncounted } from '../guesses/queries.ts'
import { accountKey, findByLogin, getSupervisor } from '../team/queries.ts'
import { working } from '../team/rules.ts'
import { type Around, operation } from '../world.ts'
import { sendForgotCode } from './forgotten.ts'
import { forgotTarget } from './targets.ts'

export const forgotPassword = operation({
  name: 'sessions.forgot',
  summary: 'Have a one-use code sent to set a new password with.',
  effect: 'write',
  actor: 'anyone',
  input: { email: text({ about: 'Your email address or user name.', max: 320 }) },
  output: z.object({ sent: z.boolean() }),
  attempt: async ({ store, now }, { email }) =>
    countGuess(store, forgotTarget(await accountKey(store, email)), now),
  async prepare({ ids, attempted, dryRun }: Around<StewardError | null>) {
    // What a dry run would send tells who is known here.
    refuseUncounted(dryRun)
    return { tooSoon: attempted, code: ids.token(20) }
  },
  async run(world, { email }, { tooSoon, code }) {
    const { store } = world
    const found = tooSoon ? null : await findByLogin(store, email)
    // Whoever asks learns nothing: known or not, soon or not, the answer is the same.
    if (!found || !working.includes(found.status)) return { sent: true }
    await sendForgotCode(world, await getSupervisor(store, found.id), code)
    return { sent: true }
  },
})
