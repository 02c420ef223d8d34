/** Signing in, one answer after the other: the password, one of their own in place of one that was made,
 * then a second factor where there is one. */
import { hostname } from 'node:os'
import type { Host } from '../host.ts'
import type { Call } from '../kernel/context.ts'
import { StewardError } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { askFactor, canTryAgain, needsOf, tell } from './codes.ts'
import { askCode, askFor } from './prompts.ts'

export type Login = { email: string; password: string }

export type SignedIn = { token: string; mustEnrol: boolean }

/** Nobody yet: what a sign-in is made with is its input. `provider` is where they are looked for, the
 * default one if there is none. */
export const asNobody = ({ origin }: Pick<Host, 'origin'>, provider?: string): Call => ({
  credential: { kind: 'none' },
  origin,
  provider,
})

const systems: Record<string, string> = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' }

/** As its owner would recognise it; without versions, or every update would be a new device. */
const device = (): string => `Steward on ${systems[process.platform] ?? process.platform}`

/** At a terminal what is missing or wrong is asked for until it is right; off it the error says what is
 * missing. */
export const signIn = async (
  runner: Runner,
  host: Host,
  login: Login & { code?: string; newPassword?: string },
  { canAsk, provider }: { canAsk: boolean; provider?: string },
): Promise<SignedIn> => {
  const create = await catalogue['sessions.create']()
  const call = asNobody(host, provider)
  const { email, password } = login
  const given = { ...login, device: device(), host: hostname() }
  for (;;) {
    try {
      return (await runner.run(create, given, call)).value as SignedIn
    } catch (error) {
      if (!canAsk) throw error
      if (wantsOwn(error)) {
        // What to do off a terminal is no help on one.
        tell(error.code === 'invalid_input' ? error : { message: error.message })
        const { newPassword } = await askFor(['newPassword'], create.input, host.clock())
        given.newPassword = newPassword as string
        continue
      }
      const { needs, methods } = needsOf(error)
      // A password that was tried too often is the end: it takes a while before another may be.
      const mendable = canTryAgain(error) && (given.code !== undefined || needs === 'code')
      if (!mendable) throw error
      if (given.code !== undefined) tell(error)
      const send = () => sendSignInCode(runner, host, { email, password }, provider)
      given.code = methods ? await askFactor(methods, send) : await askCode('Code')
    }
  }
}

/** The password was made for them, or what they chose instead won't do. */
const wantsOwn = (error: unknown): error is StewardError =>
  error instanceof StewardError &&
  (needsOf(error).needs === 'new-password' ||
    (error.code === 'invalid_input' && error.field === 'newPassword'))

/** Has a code sent and delivered; answers what to say of it. Throws `unavailable` without a mail
 * server, `conflict` when one was sent just now. */
export const sendSignInCode = async (
  runner: Runner,
  host: Host,
  { email, password }: Login,
  provider?: string,
): Promise<string> => {
  const send = await catalogue['sessions.send-code']()
  const outcome = await runner.run(send, { email, password }, asNobody(host, provider))
  await host.deliver(outcome)
  return `A code was sent to ${(outcome.value as { sentTo: string }).sentTo}. It is good for 10 minutes.`
}

/** Sets a password of one's own by an invitation; answers what to sign in with. */
export const acceptInvitation = async (
  runner: Runner,
  host: Host,
  given: { invitation: string; newPassword?: string },
  { canAsk, provider }: { canAsk: boolean; provider?: string },
): Promise<Login> => {
  const accept = await catalogue['sessions.accept-invitation']()
  const ask = async () => {
    const answers = await askFor(['newPassword'], accept.input as Fields, host.clock())
    return answers.newPassword as string
  }
  let password = given.newPassword ?? (await ask())
  for (;;) {
    try {
      const raw = { invitation: given.invitation, newPassword: password }
      const { value } = await runner.run(accept, raw, asNobody(host, provider))
      return { email: (value as { email: string }).email, password }
    } catch (error) {
      if (!canAsk || !wantsOwn(error)) throw error
      tell(error)
      password = await ask()
    }
  }
}
