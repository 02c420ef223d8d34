/** A demo's past, told through the same operations that everyone uses: each at its own time, so that
 * the log reads like a year's work. */
import type { AnyOperation } from '../../kernel/operation.ts'
import { approveConsumer } from '../consumers/approve.ts'
import { deleteConsumer } from '../consumers/delete.ts'
import { importConsumer } from '../consumers/import.ts'
import { noteConsumer } from '../consumers/note.ts'
import { rejectConsumer } from '../consumers/reject.ts'
import { suspendConsumer } from '../consumers/suspend.ts'
import type { DemoPerson } from './people.ts'

export type Step = { at: Date; operation: AnyOperation; raw: Record<string, unknown> }

const hour = 3_600_000

/** What happened, in order, in runs of one operation: a run shares its transactions. */
export const demoSteps = (people: DemoPerson[], now: Date): Step[][] => {
  const steps = people.flatMap(person => stepsOf(person, now))
  steps.sort((a, b) => a.at.getTime() - b.at.getTime())
  const runs: Step[][] = []
  for (const step of steps) {
    const last = runs.at(-1)
    if (last?.[0]?.operation === step.operation) last.push(step)
    else runs.push([step])
  }
  return runs
}

/** A moment between registration and now, `share` of the way. */
const between = ({ createdAt }: DemoPerson, now: Date, share: number): Date =>
  new Date(createdAt.getTime() + (now.getTime() - createdAt.getTime()) * share)

const soonAfter = ({ createdAt }: DemoPerson, now: Date, hours: number): Date =>
  new Date(Math.min(createdAt.getTime() + hours * hour, now.getTime() - 1))

const stepsOf = (person: DemoPerson, now: Date): Step[] => {
  const consumer = `external:${person.externalId}`
  const { status, statusReason: reason } = person
  const applied = status === 'pending' || status === 'rejected' || person.tags.includes('vip')
  const steps: Step[] = [registration(person, applied ? 'pending' : 'active')]
  if (applied && (status === 'active' || status === 'suspended')) {
    steps.push({ at: soonAfter(person, now, 20), operation: approveConsumer, raw: { consumer } })
  }
  if (status === 'rejected') {
    steps.push({
      at: soonAfter(person, now, 30),
      operation: rejectConsumer,
      raw: { consumer, reason },
    })
  }
  if (status === 'suspended') {
    const raw = { consumer, reason, kind: person.suspendKind }
    steps.push({ at: between(person, now, 0.8), operation: suspendConsumer, raw })
  }
  if (status === 'suspended' && person.suspendKind === 'fraud') {
    const raw = { consumer, text: 'Evidence is with the payments team.' }
    steps.push({ at: between(person, now, 0.81), operation: noteConsumer, raw })
  }
  if (status === 'deleted') {
    steps.push({ at: between(person, now, 0.9), operation: deleteConsumer, raw: { consumer } })
  }
  return steps
}

const registration = (person: DemoPerson, status: 'pending' | 'active'): Step => ({
  at: person.createdAt,
  operation: importConsumer,
  raw: {
    ...contactOf(person),
    status,
    source: person.source,
    createdAt: person.createdAt.toISOString(),
    lastSignInAt: person.lastSignInAt?.toISOString() ?? null,
    emailVerifiedAt: person.emailVerified ? person.createdAt.toISOString() : null,
    phoneVerifiedAt: person.phoneVerified && person.phone ? person.createdAt.toISOString() : null,
  },
})

const contactOf = ({
  name,
  firstName,
  lastName,
  company,
  industry,
  email,
  phone,
  country,
  language,
  externalId,
  tags,
}: DemoPerson) => ({
  name,
  firstName,
  lastName,
  company,
  industry,
  email,
  phone,
  country,
  language,
  externalId,
  tags,
})
