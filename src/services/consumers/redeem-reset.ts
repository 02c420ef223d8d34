import * as z from 'zod/mini'
import { invalid, StewardError } from '../../kernel/errors.ts'
import { email, optional, phone, secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { consumerDemands } from '../passwords/demands.ts'
import { checkPassword, refuseOwnWords } from '../passwords/rules.ts'
import { type Around, operation } from '../world.ts'
import { notify } from './notices.ts'
import { findByAddress, getConsumer, updateConsumer } from './queries.ts'
import { digestOfCode, digestOfToken, findReset, takeReset } from './resets.ts'
import { addressOf, resetTarget } from './targets.ts'

const notAccepted = () =>
  new StewardError('not_signed_in', 'This link or code does not work.', {
    hint: 'It may be used or expired. Ask for a new one.',
  })

type Given = { token?: string; email?: string; phone?: string; code?: string }

/** Throws `invalid_input` unless it is a link's token, or a code and whose it is. */
const checkGiven = (given: Given): void => {
  if (given.token !== undefined) return
  if (given.code === undefined)
    throw invalid('token', 'token is required, or code with email or phone.')
  if (addressOf(given) === null) throw invalid('email', 'email or phone is required with a code.')
}

export const redeemReset = operation({
  name: 'consumers.redeem-reset',
  summary: 'Set a new password by the link or code that was sent.',
  effect: 'write',
  actor: 'anyone',
  input: {
    token: optional(secret({ about: "The link's token." })),
    email: optional(email({ about: 'With a code: whose it is.' })),
    phone: optional(
      phone({ about: 'With a code sent by SMS: whose it is, with its country code.' }),
    ),
    code: optional(secret({ about: 'The code that was sent.' })),
    newPassword: secret({ about: 'The new password: at least 8 characters.', max: 256 }),
  },
  output: z.object({ id: z.string() }),
  // Guesses at a link are hopeless; guesses at a code count against the address.
  attempt: async ({ store, now }, input) =>
    input.token === undefined && addressOf(input)
      ? countGuess(store, resetTarget(input), now)
      : null,
  async prepare(around: Around<StewardError | null>, input) {
    const { read, gateways, vault, attempted, dryRun } = around
    refuseUncounted(dryRun)
    checkGiven(input)
    if (attempted) return { tooSoon: attempted, digest: '', passwordHash: '' }
    const demands = await read(store => consumerDemands(store, [input.email]))
    await checkPassword(input.newPassword, 'newPassword', demands)
    const passwordHash = await gateways.passwords.hash(input.newPassword)
    if (input.token !== undefined) {
      return { tooSoon: null, digest: digestOfToken(input.token), passwordHash }
    }
    const found = await read(store => findByAddress(store, addressOf(input)!))
    const digest = digestOfCode(vault, found?.key ?? 0, input.code!)
    return { tooSoon: null, digest, passwordHash }
  },
  async run(world, input, { tooSoon, digest, passwordHash }) {
    const { store, now } = world
    if (tooSoon) return refuse(tooSoon)
    const reset = await findReset(store, digest)
    if (!reset) return refuse(notAccepted())
    const found = await getConsumer(store, { key: reset.consumer }, now)
    const taken = found.status !== 'deleted' && (await takeReset(store, digest, now))
    if (!taken) return refuse(notAccepted())
    // Only whoever has the link or code hears what is wrong with a password for this person; thrown,
    // it leaves both as they were.
    refuseOwnWords(input.newPassword, 'newPassword', [found.email, found.name])
    const row = await updateConsumer(store, found, { passwordHash, passwordExpiresAt: null })
    await forgetGuesses(store, resetTarget({ email: found.email ?? undefined }))
    await forgetGuesses(store, resetTarget({ phone: found.phone ?? undefined }))
    await notify(world, row, { template: 'consumer.password-changed', channels: ['email'] })
    return { id: row.id }
  },
})
