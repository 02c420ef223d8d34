/** One's own email address and phone number: each is proven by a code that was sent to it. */
import { illegalState, invalid, StewardError } from '../../kernel/errors.ts'
import { secret } from '../../kernel/fields.ts'
import { digestOfSent, takeSentCode } from '../factors/queries.ts'
import { sendCode } from '../factors/send.ts'
import { countGuess, forgetGuesses } from '../guesses/queries.ts'
import type { SupervisorRow } from '../team/queries.ts'
import { supervisorsTable } from '../team/table.ts'
import type { World } from '../world.ts'

const kinds = {
  email: { verifiedAt: 'emailVerifiedAt', channel: 'email', template: 'team.email-code' },
  phone: { verifiedAt: 'phoneVerifiedAt', channel: 'sms', template: 'team.phone-code' },
} as const

/** Also the column it is in, the purpose of its codes, and its command. */
export type Kind = keyof typeof kinds

export type Given = { new?: string; code?: string }

export const codeField = secret({ about: 'The code that was sent to it.', max: 20, oneUse: true })

const targetOf = (kind: Kind, id: string) => `${kind}-code:${id}`

/** For `attempt`: a code of six digits can be guessed. */
export const countCode = async (
  { store, now, actor }: World,
  kind: Kind,
  { code }: Given,
): Promise<StewardError | null> =>
  code === undefined ? null : countGuess(store, targetOf(kind, actor.id), now)

export const refuseBoth = ({ new: address, code }: Given): void => {
  if (address === undefined || code === undefined) return
  const hint = 'Change it first; then ask for a code, and give that.'
  throw invalid('code', 'A new address and a code can not be given together.', hint)
}

/** Sends a code to the present address; answers until when it works. */
export const sendAddressCode = (
  world: World,
  me: SupervisorRow,
  kind: Kind,
  code: string,
): Promise<Date> => {
  const address = me[kind]
  const { verifiedAt, channel, template } = kinds[kind]
  if (address === null) {
    throw illegalState(`You have no ${kind}.`, { hint: `Give it: steward me ${kind} --new …` })
  }
  if (me[verifiedAt] !== null) throw illegalState(`Your ${kind} is verified already.`)
  return sendCode(world, me, { purpose: kind, channel, address, template }, code)
}

/** Marks the address as verified; null when the code doesn't do. */
export const verifyAddress = async (
  { store, vault, now }: World,
  me: SupervisorRow,
  kind: Kind,
  code: string,
): Promise<SupervisorRow | null> => {
  const digest = digestOfSent(vault, me.key, kind, code)
  const sentTo = await takeSentCode(store, me.key, kind, digest, now)
  if (sentTo === null || sentTo !== me[kind]) return null
  await forgetGuesses(store, targetOf(kind, me.id))
  return store.update(supervisorsTable, me, { [kinds[kind].verifiedAt]: now })
}

export const wrongSentCode = (kind: Kind) =>
  new StewardError('not_signed_in', 'The code is not right, or no longer good.', {
    hint: `Have another one sent: steward me ${kind}`,
    details: { needs: 'code' },
  })
