import { invalid, type StewardError } from '../../kernel/errors.ts'
import { optional, phone } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { normalizePhone } from '../contact/phone.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { newCode } from '../factors/send.ts'
import { refuseUncounted } from '../guesses/queries.ts'
import { tellSupervisor } from '../team/notices.ts'
import { readSupervisor, type SupervisorRow, updateSupervisor } from '../team/queries.ts'
import { type Around, operation, type World } from '../world.ts'
import * as addresses from './addresses.ts'
import { myself } from './person.ts'
import { AddressState, addressState } from './record.ts'

export const myPhone = operation({
  name: 'me.phone',
  summary: 'Verify your phone number: have a code sent to it, and give that. Or change it.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  sensitive: given => given.new !== undefined,
  input: {
    new: optional(phone({ about: 'Your new number, with its country code.' })),
    code: optional(addresses.codeField),
  },
  output: AddressState,
  attempt: (world, given) => addresses.countCode(world, 'phone', given),
  async prepare({ read, ids, actor, attempted, dryRun }: Around<StewardError | null>, given) {
    addresses.refuseBoth(given)
    if (given.code !== undefined) refuseUncounted(dryRun)
    const me = await read(store => readSupervisor(store, actor.id))
    const number = given.new && (await normalizePhone(given.new, me.country ?? undefined))
    if (given.new !== undefined && !number) {
      const hint = 'Write it with its country code: +255712345678.'
      throw invalid('new', 'new is not a valid phone number.', hint)
    }
    return { tooSoon: attempted ?? null, fresh: newCode(ids), number }
  },
  async run(world, { code }, { tooSoon, fresh, number }) {
    if (tooSoon) return refuse(tooSoon)
    const me = await myself(world)
    if (number !== undefined) return addressState(await changePhone(world, me, number), null)
    if (code !== undefined) {
      const verified = await addresses.verifyAddress(world, me, 'phone', code)
      return verified ? addressState(verified, null) : refuse(addresses.wrongSentCode('phone'))
    }
    return addressState(me, await addresses.sendAddressCode(world, me, 'phone', fresh))
  },
})

/** By email too: whoever took a phone away must not be the only one to hear of it. */
const changePhone = async (
  world: World,
  me: SupervisorRow,
  phone: string,
): Promise<SupervisorRow> => {
  if (phone === me.phone) return me
  const { store, now } = world
  const row = await updateSupervisor(store, me, { phone, phoneVerifiedAt: null })
  await voidSentCodes(store, me.key, now)
  const notice = { template: 'team.phone-changed', data: { phone } } as const
  await tellSupervisor(world, row, notice)
  for (const to of [me.phone, phone]) {
    if (to) await tellSupervisor(world, row, { ...notice, channel: 'sms', to })
  }
  return row
}
