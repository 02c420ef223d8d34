/** The owner of an organisation signing in by the built program, and the app on their phone. */
import { setTimeout as pause } from 'node:timers/promises'
import { generateSync } from 'otplib/functional'
import { expect } from 'vitest'
import { password } from './house.ts'
import { type Ended, steward } from './program.ts'

export const owner = 'owner@acme.test'

/** An app's code; `away` is how many steps of 30 s from now: -1, 0 and 1 are taken. */
export const codeOf = (secret: string, away = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * away })

/** Never one that would be taken now or in a moment. */
export const wrongCode = (secret: string): string => {
  const right = [-2, -1, 0, 1, 2].map(away => codeOf(secret, away))
  const codes = ['000000', '111111', '222222', '333333', '444444', '555555']
  return codes.find(code => !right.includes(code))!
}

type Env = Record<string, string>

/** An organisation in this environment, with nobody signed in. */
export const init = async (env: Env): Promise<void> => {
  const words = `init --name Acme --email ${owner} --password-stdin --json`
  const made = await steward(words.split(' '), { env, input: password })
  expect(made).toMatchObject({ exit: 0 })
}

export const login = (env: Env, more: string[] = [], input = password): Promise<Ended> =>
  steward(['login', '--email', owner, '--password-stdin', '--json', ...more], { env, input })

/** What a command answers, which has to succeed. */
// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
export const answer = async (env: Env, line: string): Promise<any> => {
  const ended = await steward([...line.split(' '), '--json'], { env })
  expect([line, ended]).toMatchObject([line, { exit: 0 }])
  return JSON.parse(ended.stdout)
}

/** A step has 30 s. Whoever needs the code of the one before has to ask while this one is young. */
const youngStep = async (): Promise<void> => {
  const left = 30_000 - (Date.now() % 30_000)
  if (left < 12_000) await pause(left)
}

/** Signs in, enrols an app by a code of 30 s ago, so that the code of now is still good, and signs
 * out again. */
export const enrol = async (env: Env): Promise<{ secret: string; recoveryCodes: string[] }> => {
  expect(await login(env)).toMatchObject({ exit: 0 })
  const { secret } = await answer(env, 'me two-factor enrol')
  await youngStep()
  const line = `me two-factor confirm --code ${codeOf(secret, -1)}`
  const { recoveryCodes } = await answer(env, line)
  await answer(env, 'logout')
  return { secret, recoveryCodes }
}
