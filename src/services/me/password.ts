import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { teamDemands } from '../passwords/demands.ts'
import { checkPassword, longestPassword } from '../passwords/rules.ts'
import { freshTarget } from '../sessions/targets.ts'
import { changePasswordOf } from '../team/passwords.ts'
import { readSupervisor } from '../team/queries.ts'
import { type Around, operation } from '../world.ts'
import { myself } from './person.ts'

const wrong = () =>
  new StewardError('not_signed_in', 'The present password is not right.', {
    hint: 'Forgotten it? steward login --forgot',
  })

type Prepared = { tooSoon: StewardError | null; before: string | null; passwordHash: string }

export const changePassword = operation({
  name: 'me.password',
  summary: 'Change your password. Your other sessions end, and you are told by email.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: {
    current: secret({ about: 'Your present password.', max: longestPassword, known: true }),
    new: secret({ about: 'The new password: at least 8 characters.', max: longestPassword }),
  },
  output: z.object({ changedAt: z.string(), sessionsEnded: z.number() }),
  attempt: ({ store, now, actor }) => countGuess(store, freshTarget(actor.id), now),
  async prepare(
    { read, gateways, actor, attempted, dryRun }: Around<StewardError | null>,
    given,
  ): Promise<Prepared> {
    refuseUncounted(dryRun)
    if (attempted) return { tooSoon: attempted, before: null, passwordHash: '' }
    const me = await read(store => readSupervisor(store, actor.id))
    const { passwordHash: before } = me
    const right = before !== null && (await gateways.passwords.verify(before, given.current))
    if (!right) return { tooSoon: null, before: null, passwordHash: '' }
    const demands = await read(tx => teamDemands(tx, [me.email, me.userName, me.name]))
    await checkPassword(given.new, 'new', demands)
    return { tooSoon: null, before, passwordHash: await gateways.passwords.hash(given.new) }
  },
  async run(world, _, { tooSoon, before, passwordHash }) {
    if (tooSoon) return refuse(tooSoon)
    const { store, now, actor } = world
    const me = await myself(world)
    // It may have been changed while this one was being checked.
    if (before === null || me.passwordHash !== before) return refuse(wrong())
    await forgetGuesses(store, freshTarget(actor.id))
    const { ended } = await changePasswordOf(world, me, passwordHash, actor.session!.id)
    return { changedAt: now.toISOString(), sessionsEnded: ended }
  },
})
