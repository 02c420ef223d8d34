import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { email, secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { algorithmOf, isImported } from '../passwords/imported.ts'
import { nobodysHash } from '../passwords/nobody.ts'
import { placeOf, type Stop } from '../providers/standing.ts'
import { type Around, operation } from '../world.ts'
import { findByAddress, getConsumer, rehash, updateConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import type { Standing } from './rules.ts'
import { signInTarget } from './targets.ts'

const wrong = () => new StewardError('not_signed_in', 'The email or the password is not right.')

/** Why someone who gave the right password may still not come in; the reason given is theirs to know. */
const barred = ({ status, statusReason, suspendedUntil }: Standing): StewardError | null => {
  if (status === 'active') return null
  const details = { status, reason: statusReason, until: suspendedUntil?.toISOString() ?? null }
  const said =
    status === 'pending' ? 'This account waits for approval.' : `This account is ${status}.`
  return new StewardError('not_allowed', said, { hint: statusReason ?? undefined, details })
}

/** The same for what stands above them: which company that is may be nothing they know of. */
const stopped = (stop: Stop | null): StewardError | null => {
  if (!stop) return null
  const what = stop.topic === 'providers' ? 'service' : 'company'
  const details = { status: stop.status, reason: null, until: null }
  return new StewardError('not_allowed', `Your ${what} is ${stop.status}.`, { details })
}

export const signIn = operation({
  name: 'consumers.sign-in',
  summary: "A consumer's own sign-in, for the platform.",
  effect: 'write',
  actor: 'anyone',
  evenDisabled: true,
  input: {
    email: email({ about: 'Their email address.' }),
    password: secret({ about: 'Their password.', max: 256 }),
  },
  output: z.object({ consumer: Consumer, mustChangePassword: z.boolean() }),
  attempt: ({ store, now }, input) => countGuess(store, signInTarget(input.email), now),
  async prepare({ read, gateways, attempted, dryRun }: Around<StewardError | null>, input) {
    refuseUncounted(dryRun)
    if (attempted) return { tooSoon: attempted, checked: null, anew: null }
    const found = await read(store => findByAddress(store, `email:${input.email}`))
    // A hash from elsewhere takes as long as its own cost; until it is replaced, at the first sign-in,
    // that tells it from an address that nobody has.
    const hash = found?.passwordHash ?? nobodysHash
    const right = await gateways.passwords.verify(hash, input.password)
    if (!right || !found?.passwordHash) return { tooSoon: null, checked: null, anew: null }
    const anew = isImported(hash) ? await gateways.passwords.hash(input.password) : null
    return { tooSoon: null, checked: found, anew }
  },
  async run(world, input, { tooSoon, checked, anew }) {
    const { store, now } = world
    if (tooSoon) return refuse(tooSoon)
    if (checked === null) return refuse(wrong())
    const found = await getConsumer(store, { key: checked.key }, now)
    // The password may have been replaced while the old one was being checked.
    if (found.passwordHash !== checked.passwordHash) return refuse(wrong())
    await forgetGuesses(store, signInTarget(input.email))
    const bar = barred(found) ?? stopped((await placeOf(store, found)).stoppedBy)
    if (bar) return refuse(bar)
    if (found.passwordExpiresAt && found.passwordExpiresAt <= now) {
      return refuse(
        new StewardError('not_signed_in', 'This password has expired.', {
          hint: 'Ask for a new one.',
        }),
      )
    }
    if (anew) {
      await rehash(store, found, anew)
      store.note({ passwordRehashed: { from: algorithmOf(found.passwordHash!), to: 'argon2id' } })
    }
    const row = await updateConsumer(store, found, { lastSignInAt: now })
    return {
      consumer: await recordIn(world, row),
      mustChangePassword: found.passwordExpiresAt !== null,
    }
  },
})
