/** Two records of one person made one. */
import { describe, expect, it } from 'vitest'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { consumerHistory } from '../../../src/services/consumers/history.ts'
import { mergeConsumers } from '../../../src/services/consumers/merge.ts'
import { mergedStanding } from '../../../src/services/consumers/merging.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { privacyExport } from '../../../src/services/consumers/privacy-export.ts'
import { restoreConsumer } from '../../../src/services/consumers/restore.ts'
import { type Standing, type Status, statuses } from '../../../src/services/consumers/rules.ts'
import { setPassword } from '../../../src/services/consumers/set-password.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { verifyConsumer } from '../../../src/services/consumers/verify.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { listMessages } from '../../../src/services/messages/list.ts'
import type { Action } from '../../../src/services/roles/actions.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring, dump } from '../../support/people.ts'

const ada = { name: 'Ada Okafor', email: 'ada@example.org', tags: ['pilot'], country: 'TZ' }
const twin = {
  name: 'A. Okafor',
  email: 'a.okafor@example.org',
  phone: '+255712345678',
  company: 'Okafor Ltd',
  externalId: 'crm-7',
  tags: ['pilot', 'beta'],
  createdAt: '2025-01-01T00:00:00.000Z',
}

/** Ada, and the second record of hers. */
const twins = async (house: House): Promise<[string, string]> => {
  const [one, other] = await bring(house, ada, twin)
  return [one!.id, other!.id]
}

const merge = (house: House, consumer: string, duplicate: string, more = {}, call = {}) =>
  house.ask(mergeConsumers, { consumer, duplicate, ...more }, call)

const standing = (status: Status, more: Partial<Standing> = {}): Standing => ({
  status,
  statusReason: status === 'suspended' || status === 'rejected' ? `${status} one` : null,
  statusKind: status === 'suspended' ? 'other' : null,
  suspendedUntil: null,
  suspendedFrom: status === 'suspended' ? 'pending' : null,
  deletedFrom: null,
  ...more,
})

describe('the standing of two records made one', () => {
  /** Each row is whose stays, each column whose goes. */
  const table: Record<string, Record<string, Status | 'refused'>> = {
    pending: { pending: 'pending', active: 'active', suspended: 'suspended', rejected: 'pending' },
    active: { pending: 'active', active: 'active', suspended: 'suspended', rejected: 'active' },
    suspended: {
      ...{ pending: 'suspended', active: 'suspended' },
      ...{ suspended: 'suspended', rejected: 'suspended' },
    },
    rejected: {
      pending: 'pending',
      active: 'active',
      suspended: 'suspended',
      rejected: 'rejected',
    },
  }

  const pairs = statuses.flatMap(one => statuses.map(other => [one, other] as const))

  it.each(pairs)('of %s and %s is in the table', (one, other) => {
    const merged = () => mergedStanding(standing(one), standing(other)).standing
    const wanted = table[one]?.[other] ?? 'refused'
    if (wanted === 'refused') expect(merged).toThrow(/deleted/)
    else expect(merged().status).toBe(wanted)
  })

  it('gives back after a suspension what the better of both had', () => {
    const { standing: merged } = mergedStanding(standing('active'), standing('suspended'))
    expect(merged).toMatchObject({ statusReason: 'suspended one', suspendedFrom: 'active' })
  })

  it('keeps the suspension that lasts longer', () => {
    const until = (day: string | null) =>
      standing('suspended', {
        statusReason: day,
        suspendedUntil: day === null ? null : new Date(day),
      })
    const reasons = (one: string | null, other: string | null) =>
      mergedStanding(until(one), until(other)).standing.statusReason
    expect(reasons('2026-05-01', '2026-06-01')).toBe('2026-06-01')
    expect(reasons('2026-05-01', null)).toBe(null)
    expect(reasons(null, '2026-06-01')).toBe(null)
  })
})

onEveryEngine('consumers.merge', engine => {
  it('keeps what the first has, fills what it lacks, and says whose each value was', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    await house.run(verifyConsumer, { consumer: b, phone: true, reason: 'called' })
    const { consumer, duplicate, fields } = await merge(house, a, b)
    expect(consumer).toMatchObject({
      ...{ id: a, name: 'Ada Okafor', email: 'ada@example.org', company: 'Okafor Ltd' },
      ...{ phone: '+255712345678', phoneVerified: true, externalId: 'crm-7', country: 'TZ' },
      ...{ tags: ['pilot', 'beta'], createdAt: '2025-01-01T00:00:00.000Z' },
    })
    expect(duplicate).toMatchObject({ id: b, status: 'deleted', mergedInto: a })
    const lost = fields.filter((one: { lost: unknown }) => one.lost !== null)
    expect(lost).toEqual([
      { field: 'name', value: 'Ada Okafor', from: 'consumer', lost: 'A. Okafor' },
      { field: 'email', value: 'ada@example.org', from: 'consumer', lost: 'a.okafor@example.org' },
      {
        field: 'createdAt',
        value: '2025-01-01T00:00:00.000Z',
        from: 'duplicate',
        lost: house.clock.now.toISOString(),
      },
    ])
    for (const selector of ['external:crm-7', '+255712345678', 'ada@example.org']) {
      expect(await house.ask(showConsumer, { consumer: selector })).toMatchObject({ id: a })
    }
    const shown = await house.ask(showConsumer, { consumer: b })
    expect(shown).toMatchObject({ mergedInto: a })
    expect(shown.actions.filter((one: Action) => one.allowed)).toMatchObject([
      { operation: 'consumers.note' },
    ])
    const gone = await failure(house.run(showConsumer, { consumer: 'a.okafor@example.org' }))
    expect(gone).toMatchObject({ code: 'not_found', details: { id: b, mergedInto: a } })
    expect(shown.mergedWith).toEqual({ id: a, name: 'Ada Okafor', email: 'ada@example.org' })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })

  it('takes the fields it is told to, with what was proven of them and what signs in', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    const password = 'four new words together'
    await house.run(setPassword, { consumer: b, password })
    await house.run(verifyConsumer, { consumer: b, email: true, reason: 'called' })
    const { consumer } = await merge(house, a, b, { take: ['email', 'name'] })
    expect(consumer).toMatchObject({
      ...{ id: a, name: 'A. Okafor', email: 'a.okafor@example.org', emailVerified: true },
    })
    const come = { email: 'a.okafor@example.org', password }
    const signedIn = await house.ask(signIn, come, { credential: { kind: 'none' } })
    expect(signedIn.consumer.id).toBe(a)
    // The address that is no longer theirs hears of it.
    const { data } = await house.ask(listMessages, { search: 'ada@example.org' })
    expect(data[0]).toMatchObject({ template: 'consumer.email-changed', subject: a })
    const nothing = await failure(merge(house, a, b, { take: ['country'] }))
    expect(nothing).toMatchObject({ code: 'illegal_state' })
  })

  it('moves notes and messages, and shows the story of both as one', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    const note = await house.ask(noteConsumer, { consumer: b, text: 'met in person' })
    await house.run(suspendConsumer, { consumer: b, reason: 'unpaid' })
    await house.run(editConsumer, { consumer: b, email: 'new@example.org' })
    const before = await dump(house)
    const preview = await house.run(mergeConsumers, { consumer: a, duplicate: b }, { dryRun: true })
    expect(await dump(house)).toBe(before)
    const { moved, consumer } = await merge(house, a, b)
    expect((preview.value as { moved: unknown }).moved).toEqual(moved)
    expect(moved.notes).toEqual([note.id])
    expect(moved.messages).toHaveLength(2)
    expect(consumer).toMatchObject({ status: 'suspended', statusReason: 'unpaid' })
    const { data } = await house.ask(consumerHistory, { consumer: a })
    const told = data.map(({ kind, what }: { kind: string; what: string }) => `${kind} ${what}`)
    expect(told).toContain('note note')
    expect(told).toContain('event consumers.suspend')
    expect(told).toContain('message email consumer.email-changed')
    const [event] = (await house.ask(listEvents, { type: ['consumers.merge'] })).data
    expect(event.subjects.map(({ id }: { id: string }) => id).sort()).toEqual([a, b].sort())
    const full = await house.ask(showEvent, { event: String(event.sequence) })
    expect(full.note).toMatchObject({ into: a, from: b, moved })
  })

  it('is refused for one and the same, the deleted, and who went into another', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    const [c] = await bring(house, { name: 'Carol' })
    const same = await failure(merge(house, a, 'ada@example.org'))
    expect(same).toMatchObject({ code: 'conflict', field: 'duplicate' })
    const take = await failure(merge(house, a, b, { take: ['country'] }))
    expect(take).toMatchObject({ code: 'invalid_input', field: 'take' })
    await merge(house, a, b)
    for (const [into, from] of [
      [a, b],
      [c!.id, b],
      [b, c!.id],
    ] as const) {
      expect(await failure(merge(house, into, from))).toMatchObject({ code: 'illegal_state' })
    }
    const back = await failure(house.run(restoreConsumer, { consumer: b }))
    expect(back).toMatchObject({ code: 'illegal_state', details: { mergedInto: a } })
  })

  it('answers the same under the same key, and of two crossing merges makes one', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    const both = await Promise.allSettled([merge(house, a, b), merge(house, b, a)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [c, d] = await bring(house, { name: 'Carol' }, { name: 'Carola' })
    const once = { idempotencyKey: 'once' }
    const first = await merge(house, c!.id, d!.id, {}, once)
    expect(await merge(house, c!.id, d!.id, {}, once)).toEqual(first)
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('makes one person, who is handed out and erased as one', async () => {
    const house = await newHouse(engine)
    const [a, b] = await twins(house)
    await merge(house, a, b)
    const data = await house.ask(privacyExport, { consumer: a })
    expect(data.merged).toMatchObject([{ id: b, email: 'a.okafor@example.org' }])
    const reason = 'article 17'
    const part = await failure(house.run(privacyErase, { consumer: b, reason }))
    expect(part).toMatchObject({ code: 'illegal_state', details: { mergedInto: a } })
    const { erased } = await house.ask(privacyErase, { consumer: a, reason })
    expect(erased.records).toBe(2)
    const text = (await dump(house)).toLowerCase()
    expect(['okafor', 'ada@', '712345678', 'crm-7'].filter(word => text.includes(word))).toEqual([])
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })
})
