/** Signing in, one answer after the other: the password, then a second factor where there is one. */
import { hostname } from 'node:os'
import type { Host } from '../host.ts'
import type { Call } from '../kernel/context.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { askFactor, canTryAgain, needsOf, tell } from './codes.ts'
import { askCode } from './prompts.ts'

export type Login = { email: string; password: string }

/** Nobody yet: what a sign-in is made with is its input. */
export const asNobody = ({ origin }: Host): Call => ({ credential: { kind: 'none' }, origin })

const systems: Record<string, string> = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' }

/** As its owner would recognise it; without versions, or every update would be a new device. */
const device = (): string => `Steward on ${systems[process.platform] ?? process.platform}`

/** Answers the token. At a terminal a missing or wrong code is asked for until it is right; off it
 * the error says what is missing. */
export const signIn = async (
  runner: Runner,
  host: Host,
  login: Login & { code?: string },
  canAsk: boolean,
): Promise<string> => {
  const create = await catalogue['sessions.create']()
  const from = { device: device(), host: hostname() }
  const send = () => sendSignInCode(runner, host, login)
  let { code } = login
  for (;;) {
    try {
      const { value } = await runner.run(create, { ...login, code, ...from }, asNobody(host))
      return (value as { token: string }).token
    } catch (error) {
      const { needs, methods } = needsOf(error)
      // A password that was tried too often is the end: it takes a while before another may be.
      const mendable = canTryAgain(error) && (code !== undefined || needs === 'code')
      if (!canAsk || !mendable) throw error
      if (code !== undefined) tell(error)
      code = methods ? await askFactor(methods, send) : await askCode('Code')
    }
  }
}

/** Has a code sent and delivered; answers what to say of it. Throws `unavailable` without a mail
 * server, `conflict` when one was sent just now. */
export const sendSignInCode = async (
  runner: Runner,
  host: Host,
  { email, password }: Login,
): Promise<string> => {
  const send = await catalogue['sessions.send-code']()
  const outcome = await runner.run(send, { email, password }, asNobody(host))
  await host.deliver(outcome)
  return `A code was sent to ${(outcome.value as { sentTo: string }).sentTo}. It is good for 10 minutes.`
}
