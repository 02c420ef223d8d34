/** A new password by a mailed code: having it sent, and giving it. */
import type { Host } from '../host.ts'
import { invalid, StewardError } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import type { Outcome, Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { tell } from './codes.ts'
import { missingFrom } from './input.ts'
import { asNobody } from './sign-in.ts'

/** Whether there is anybody to send it to is not told. */
export const sendForgotCode = async (
  runner: Runner,
  host: Host,
  { email, provider }: { email: string; provider?: string },
): Promise<void> => {
  const forgot = await catalogue['sessions.forgot']()
  const outcome = await runner.run(forgot, { email }, asNobody(host, provider))
  try {
    host.gateways.mail.check()
  } catch (error) {
    if (error instanceof StewardError) tell(error)
  }
  await host.deliver(outcome).catch(() => 0)
}

/** On a terminal asks for what is missing. */
export const redeemForgotten = async (
  runner: Runner,
  host: Host,
  given: { email: string; code?: string; newPassword?: string },
  { canAsk, provider }: { canAsk: boolean; provider?: string },
): Promise<Outcome> => {
  const redeem = await catalogue['sessions.redeem-forgot']()
  const missing = missingFrom(redeem.input as Fields, given)
  if (missing.length > 0 && !canAsk) throw newPasswordMissing('forgot')
  const { askFor } = await import('./prompts.ts')
  const answers = await askFor(missing, redeem.input as Fields, host.clock())
  return runner.run(redeem, { ...given, ...answers }, asNobody(host, provider))
}

const lines = {
  forgot: 'steward login --forgot --email EMAIL --code CODE --password-stdin',
  invitation: 'steward login --invitation CODE --password-stdin',
}

export const newPasswordMissing = (way: keyof typeof lines) =>
  invalid('password', 'The new password is missing.', `Like this: ${lines[way]}`)
