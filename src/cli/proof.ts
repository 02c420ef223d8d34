/** Proving at a terminal who sits there: a code, or where there is no second factor the password. */
import type { Host } from '../host.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { askFactor, canTryAgain, type Needs, needsOf, tell } from './codes.ts'
import { askCode, askPassword } from './prompts.ts'
import { sendSignInCode } from './sign-in.ts'

type Show = (proof: { code?: string; password?: string }) => Promise<unknown>

/** Asks until it is right; what went wrong is told, waits too. */
export const askProof = async (runner: Runner, host: Host, show: Show): Promise<void> => {
  process.stderr.write('This asks for a fresh proof that it is you.\n')
  const wanted = await needed(show)
  const send = async () => {
    const { credential, origin } = host
    const who = await runner.run(await catalogue['me.whoami'](), {}, { credential, origin })
    const { supervisor, provider } = who.value as {
      supervisor: { email: string }
      provider: { id: string }
    }
    const password = await askPassword('Password')
    return sendSignInCode(runner, host, { email: supervisor.email, password }, provider.id)
  }
  let ask = () =>
    wanted.needs === 'password' ? askPassword('Password') : askFactor(wanted.methods ?? [], send)
  for (;;) {
    const answer = await ask()
    const proof = wanted.needs === 'password' ? { password: answer } : { code: answer }
    try {
      return void (await show(proof))
    } catch (error) {
      if (!canTryAgain(error)) throw error
      tell(error)
    }
    if (wanted.needs === 'code') ask = () => askCode('Code')
  }
}

/** What would do, for this person. */
const needed = (show: Show): Promise<Needs> =>
  show({}).then(
    () => ({}),
    error => {
      const needs = needsOf(error)
      if (needs.needs === undefined) throw error
      return needs
    },
  )
