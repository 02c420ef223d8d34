/** Makes the demo's organisation and its people through a runner whose clock can be set. */
import type { Call } from '../../kernel/context.ts'
import type { Runner } from '../../kernel/runner.ts'
import { initOrganization } from '../organization/init.ts'
import { demoPeople } from './people.ts'
import { demoSteps, type Step } from './seed.ts'

export type DemoPlan = { seed: number; consumers: number; now: Date; password: string }

const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)

/** Answers the key that the demo is to be used with. */
export const buildDemo = async (
  runner: Runner,
  clock: { now: Date },
  origin: Call['origin'],
  { seed, consumers, now, password }: DemoPlan,
): Promise<string> => {
  clock.now = daysAgo(now, 401)
  const owner = { name: 'Demo', email: 'owner@demo.example', ownerName: 'Demo Owner', password }
  const init = { ...owner, apiKey: 'demo' }
  const stranger: Call = { credential: { kind: 'none' }, origin }
  const { value } = await runner.run(initOrganization, init, stranger)
  const { apiKey } = value as { apiKey: string }
  const call: Call = { credential: { kind: 'apiKey', key: apiKey }, origin }
  for (const steps of demoSteps(demoPeople(seed, consumers, now), now)) {
    const rows = inTime(steps, clock)
    for await (const { error } of runner.runEach(steps[0]!.operation, rows, call)) {
      if (error) throw error
    }
  }
  clock.now = now
  return apiKey
}

/** Each row is taken at its own time. */
function* inTime(steps: Step[], clock: { now: Date }) {
  for (const [index, { at, raw }] of steps.entries()) {
    clock.now = at
    yield { key: String(index), raw }
  }
}
