import { invalid, type StewardError } from '../../kernel/errors.ts'
import { email, optional } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { normalizeEmail } from '../contact/email.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { newCode } from '../factors/send.ts'
import { refuseUncounted } from '../guesses/queries.ts'
import { tellSupervisor } from '../team/notices.ts'
import { type SupervisorRow, updateSupervisor } from '../team/queries.ts'
import { type Around, operation, type World } from '../world.ts'
import * as addresses from './addresses.ts'
import { myself } from './person.ts'
import { AddressState, addressState } from './record.ts'

export const myEmail = operation({
  name: 'me.email',
  summary: 'Verify your email address: have a code sent to it, and give that. Or change it.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  sensitive: given => given.new !== undefined,
  input: {
    new: optional(email({ about: 'Your new address. The old one and the new one are told.' })),
    code: optional(addresses.codeField),
  },
  output: AddressState,
  attempt: (world, given) => addresses.countCode(world, 'email', given),
  async prepare({ ids, attempted, dryRun }: Around<StewardError | null>, given) {
    addresses.refuseBoth(given)
    if (given.code !== undefined) refuseUncounted(dryRun)
    return { tooSoon: attempted ?? null, fresh: newCode(ids) }
  },
  async run(world, { new: address, code }, { tooSoon, fresh }) {
    if (tooSoon) return refuse(tooSoon)
    const me = await myself(world)
    if (address !== undefined) return addressState(await changeEmail(world, me, address), null)
    if (code !== undefined) {
      const verified = await addresses.verifyAddress(world, me, 'email', code)
      return verified ? addressState(verified, null) : refuse(addresses.wrongSentCode('email'))
    }
    return addressState(me, await addresses.sendAddressCode(world, me, 'email', fresh))
  },
})

/** What was sent to the address before lets nobody in any more. */
const changeEmail = async (
  world: World,
  me: SupervisorRow,
  address: string,
): Promise<SupervisorRow> => {
  const { store, now } = world
  const found = normalizeEmail(address)
  if (!found) throw invalid('new', 'new is not an email address.')
  const { email, key: emailKey } = found
  // The same mailbox in other letters is not a new one.
  if (emailKey === me.emailKey) return updateSupervisor(store, me, { email })
  const followed = me.userNameKey === me.emailKey && { userName: email, userNameKey: emailKey }
  const patch = { email, emailKey, ...followed, emailVerifiedAt: null }
  const row = await updateSupervisor(store, me, patch)
  await voidSentCodes(store, me.key, now)
  for (const to of [me.email, email]) {
    await tellSupervisor(world, row, { template: 'team.email-changed', data: { email }, to })
  }
  return row
}
