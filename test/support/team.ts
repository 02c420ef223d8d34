/** People of the back office: made, and signed in as themselves. */
import { createSession } from '../../src/services/sessions/create.ts'
import { createSupervisor } from '../../src/services/team/create.ts'
import type { House } from './house.ts'
import { nobody } from './sign-in.ts'

export const ownPassword = 'violet otter drums slowly'

type Made = { id: string; email: string; password: string }

/** Somebody with a password of ours, still to be changed. */
export const member = async (
  house: House,
  given: Record<string, unknown> = {},
  call = {},
): Promise<Made> => {
  const someone = { email: 'sam@acme.test', name: 'Sam', role: 'support' }
  return house.ask(createSupervisor, { ...someone, ...given }, call)
}

const from = { device: 'Steward on Linux', host: 'desk' }

/** Signs in with the password that they were given, and chooses their own. */
export const firstSignIn = async (
  house: House,
  { email, password }: Pick<Made, 'email' | 'password'>,
  call = {},
) => {
  const login = { email, password, newPassword: ownPassword, ...from }
  const { token, mustEnrol } = await house.ask(createSession, login, { ...nobody, ...call })
  return { call: { credential: { kind: 'session' as const, token } }, mustEnrol }
}

/** Somebody of a role, signed in. */
export const signedIn = async (house: House, given: Record<string, unknown>) => {
  const made = await member(house, given)
  return { ...made, ...(await firstSignIn(house, made)) }
}
