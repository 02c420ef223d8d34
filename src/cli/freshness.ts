/**
 * Something sensitive asks a signed-in person to prove again who sits there. Here that is done for
 * every command: with the code or password given beside it, else by asking, and then it goes on.
 */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { type Needs, needsOf } from './codes.ts'
import { readSecret, type Sources, type Typed } from './input.ts'
import { proofFlags } from './options.ts'

type Proof = { code?: string; password?: string }

type Asking = { typed: Typed; sources: Sources; canAsk: boolean }

/** The same runner, which sees to a fresh proof where one is wanted. */
export const withFreshProof = (runner: Runner, host: Host, asking: Asking): Runner => {
  const proven = async <T>(operation: AnyOperation, part: () => Promise<T>): Promise<T> => {
    try {
      return await part()
    } catch (error) {
      if (needsOf(error).needs !== 'fresh-factor') throw error
      await prove(runner, host, operation, asking)
      return part()
    }
  }
  return {
    ...runner,
    run: (operation, raw, call) => proven(operation, () => runner.run(operation, raw, call)),
    bulk: (operation, call) => proven(operation, () => runner.bulk(operation, call)),
  }
}

const prove = async (
  runner: Runner,
  host: Host,
  operation: AnyOperation,
  { typed, sources, canAsk }: Asking,
): Promise<void> => {
  const refresh = await catalogue['sessions.refresh']()
  const { credential, origin } = host
  const show = (proof: Proof) => runner.run(refresh, proof, { credential, origin })
  const names = proofFlags(operation)
  const code = await readSecret('code', names.code, typed, sources)
  const password = await readSecret('password', names.password, typed, sources)
  if (code !== undefined) return void (await show({ code }))
  if (password !== undefined) return void (await show({ password }))
  if (!canAsk) throw proofWanted(names)
  const { askProof } = await import('./proof.ts')
  await askProof(runner, host, show)
}

const proofWanted = ({ code, password }: { code: string; password: string }) =>
  new StewardError('not_allowed', 'This asks for a fresh proof that it is you.', {
    hint: `Give a code with --${code}, or where you have no second factor the password with --${password}-stdin.`,
    details: { needs: 'fresh-factor' } satisfies Needs,
  })
