/** Consumers from a file, row by row: who is new, who is known, and what a row may not do. */
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { importConsumer } from '../../../src/services/consumers/import.ts'
import { mergeConsumers } from '../../../src/services/consumers/merge.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { verifyConsumer } from '../../../src/services/consumers/verify.ts'
import { type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring, bringOne, eventCounts, messagesOf } from '../../support/people.ts'
import { everything, peopleOf } from '../../support/trial.ts'

type Result = { outcome: string; consumer: { id: string } }

/** One row: what became of it, or the error it failed by. */
const row = async (house: House, raw: Record<string, unknown>) => {
  const [one] = await house.runEach(importConsumer, [{ key: '2', raw }])
  if (one!.error) return one!.error
  return one!.outcome!.value as Result
}

const rows = async (house: House, raws: Record<string, unknown>[]) => {
  const keyed = raws.map((raw, at) => ({ key: String(at + 2), raw }))
  const outcomes = await house.runEach(importConsumer, keyed)
  const counts: Record<string, number> = { failed: 0 }
  const failed: string[] = []
  for (const { row, outcome, error } of outcomes) {
    const name = error ? 'failed' : (outcome.value as Result).outcome
    counts[name] = (counts[name] ?? 0) + 1
    if (error) failed.push(row.key)
  }
  return { counts, failed }
}

onEveryEngine('consumers.import', engine => {
  it('knows people by external id, else by email; the second run skips everyone', async () => {
    const house = await newHouse(engine)
    const people = [
      { name: 'Ada', externalId: 'x1', email: 'ada@example.org', tags: ['a', 'b'], country: 'TZ' },
      { name: 'Bob', email: 'bob@example.org', phone: '0712345678', country: 'Tanzania' },
      { firstName: 'Cem', lastName: 'Öz', externalId: 'x3' },
    ]
    expect((await rows(house, people)).counts).toEqual({ failed: 0, created: 3 })
    const before = await everything(house)
    expect((await rows(house, people)).counts).toEqual({ failed: 0, skipped: 3 })
    expect(await everything(house)).toEqual(before)
    const spelled = { name: 'Bob', email: 'BOB@example.org' }
    expect(await row(house, spelled)).toMatchObject({ outcome: 'updated' })
    expect(await peopleOf(house)).toHaveLength(3)
  })

  it('updates only what the row says, and registration and source never', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createConsumer, {
      name: 'Ada',
      email: 'ada@example.org',
      company: 'Old Ltd',
      country: 'TZ',
      tags: ['vip'],
    })
    const { createdAt } = made
    const changed = await row(house, {
      email: 'ada@example.org',
      company: 'New Ltd',
      createdAt: '2020-01-01',
      source: 'api',
    })
    expect(changed).toMatchObject({ outcome: 'updated' })
    expect(await house.ask(showConsumer, { consumer: made.id })).toMatchObject({
      name: 'Ada',
      company: 'New Ltd',
      country: 'TZ',
      tags: ['vip'],
      source: 'console',
      createdAt,
    })
    await row(house, { email: 'ada@example.org', company: null })
    expect(await house.ask(showConsumer, { consumer: made.id })).toMatchObject({ company: null })
  })

  it('leaves a new address unverified unless the row says otherwise, and writes to nobody', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', externalId: 'x1', email: 'a@example.org' })
    await house.run(verifyConsumer, { consumer: id, reason: 'seen' })
    await row(house, { externalId: 'x1', email: 'b@example.org' })
    const shown = () => house.ask(showConsumer, { consumer: id })
    expect(await shown()).toMatchObject({ email: 'b@example.org', emailVerified: false })
    const at = '2026-01-01T00:00:00.000Z'
    await row(house, { externalId: 'x1', email: 'c@example.org', emailVerifiedAt: at })
    expect(await shown()).toMatchObject({ emailVerifiedAt: at })
    expect(await messagesOf(house)).toEqual([])
  })

  it('gives a new person any status but deleted, with the reason that belongs to it', async () => {
    const house = await newHouse(engine)
    for (const [raw, expected] of [
      [{}, { status: 'active' }],
      [{ status: 'pending' }, { status: 'pending' }],
      [
        {
          status: 'suspended',
          statusReason: 'x',
          statusKind: 'fraud',
          suspendedUntil: '2026-05-01',
        },
        { status: 'suspended', statusReason: 'x', statusKind: 'fraud' },
      ],
      [
        { status: 'rejected', statusReason: 'x' },
        { status: 'rejected', statusReason: 'x' },
      ],
    ] as const) {
      expect(await row(house, { name: 'N', ...raw })).toMatchObject({ consumer: expected })
    }
    for (const [raw, field] of [
      [{ status: 'suspended' }, 'statusReason'],
      [{ status: 'rejected' }, 'statusReason'],
      [{ status: 'deleted' }, 'status'],
      [{ status: 'gone' }, 'status'],
      [{ status: 'suspended', statusReason: 'x', suspendedUntil: '2020-01-01' }, 'suspendedUntil'],
    ] as const) {
      expect(await row(house, { name: 'N', ...raw })).toMatchObject({
        code: 'invalid_input',
        field,
      })
    }
    expect(await peopleOf(house)).toHaveLength(4)
  })

  it('moves a known person only as a person could', async () => {
    const house = await newHouse(engine)
    const legal: [from: string, to: string][] = [
      ['pending', 'active'],
      ['pending', 'rejected'],
      ['pending', 'suspended'],
      ['active', 'suspended'],
      ['suspended', 'active'],
      ['rejected', 'pending'],
    ]
    const statuses = ['pending', 'active', 'suspended', 'rejected']
    let count = 0
    for (const from of statuses) {
      for (const to of statuses.filter(status => status !== from)) {
        const externalId = `x${count++}`
        await bringOne(house, { name: 'N', externalId, status: from, statusReason: 'x' })
        const after = await row(house, { externalId, status: to, statusReason: 'y', company: 'C' })
        if (legal.some(([a, b]) => a === from && b === to)) {
          expect(after).toMatchObject({
            outcome: 'updated',
            consumer: { status: to, company: 'C' },
          })
          continue
        }
        expect(after).toMatchObject({ code: 'illegal_state', field: 'status' })
        const shown = await house.ask(showConsumer, { consumer: externalId })
        expect(shown).toMatchObject({ status: from, company: null })
      }
    }
  })

  it('ends a suspension only by what it took', async () => {
    const house = await newHouse(engine)
    await bringOne(house, { name: 'N', externalId: 'x', status: 'pending' })
    await house.run(suspendConsumer, { consumer: 'x', reason: 'r' })
    const wrong = await row(house, { externalId: 'x', status: 'active' })
    expect(wrong).toMatchObject({ code: 'illegal_state' })
    const right = await row(house, { externalId: 'x', status: 'pending' })
    expect(right).toMatchObject({ consumer: { status: 'pending', statusReason: null } })
  })

  it('gives the suspended another reason or end, and needs no reason again', async () => {
    const house = await newHouse(engine)
    await bringOne(house, { name: 'N', externalId: 'x', status: 'suspended', statusReason: 'old' })
    const same = { externalId: 'x', status: 'suspended' }
    expect(await row(house, same)).toMatchObject({ outcome: 'skipped' })
    const told = { ...same, statusReason: 'new', suspendedUntil: '2026-05-01T00:00:00.000Z' }
    expect(await row(house, told)).toMatchObject({
      outcome: 'updated',
      consumer: { statusReason: 'new', suspendedUntil: told.suspendedUntil },
    })
    expect(await row(house, told)).toMatchObject({ outcome: 'skipped' })
  })

  it('leaves the deleted alone: their address makes a new person', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', externalId: 'x', email: 'a@example.org' })
    await house.run(deleteConsumer, { consumer: id })
    const again = await row(house, { name: 'Ada', externalId: 'x', email: 'a@example.org' })
    expect(again).toMatchObject({ outcome: 'created' })
    expect((again as Result).consumer.id).not.toBe(id)
  })

  it('brings nobody back by an id of ours who was merged, erased or deleted', async () => {
    const house = await newHouse(engine)
    const people = ['Ada', 'Eda', 'Bob', 'Cem'].map(name => ({ name, email: `${name}@x.test` }))
    const [ada, eda, bob, cem] = await bring(house, ...people)
    await house.run(mergeConsumers, { consumer: ada!.id, duplicate: eda!.id })
    await house.run(privacyErase, { consumer: bob!.id, reason: 'article 17' })
    await house.run(deleteConsumer, { consumer: cem!.id })
    const gone = [eda, bob, cem].map((one, at) => ({ ...people[at + 1], id: one!.id }))
    const messages = [`merged into ${ada!.id}`, 'erased', `consumers restore ${cem!.id}`]
    for (const [at, raw] of gone.entries()) {
      expect(await row(house, raw)).toMatchObject({
        ...{ code: 'illegal_state', field: 'id' },
        message: expect.stringContaining(messages[at]!),
      })
    }
    expect(await rows(house, [...gone, { ...people[0], id: ada!.id }])).toEqual({
      counts: { failed: 3, skipped: 1 },
      failed: ['2', '3', '4'],
    })
    expect(await peopleOf(house)).toHaveLength(4)
  })

  it('names who has an address that a row wants', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', phone: '+255712345678' })
    const taken = await row(house, { name: 'Bob', phone: '+255 712 345 678' })
    expect(taken).toMatchObject({ code: 'conflict', field: 'phone', details: { id } })
  })

  it('does 963 of 1,000 rows when 37 are bad, one event for each person changed', async () => {
    const house = await newHouse(engine)
    const raws = Array.from({ length: 1000 }, (_, at) => {
      const bad = at % 27 === 13
      const wrong = [{ email: 'nobody' }, { status: 'suspended' }, { country: 'Atlantis' }][at % 3]
      return { name: `Person ${at}`, externalId: `x${at}`, ...(bad && wrong) }
    })
    const badRows = raws.flatMap((_, at) => (at % 27 === 13 ? [String(at + 2)] : []))
    expect(badRows).toHaveLength(37)
    const first = await rows(house, raws)
    expect(first).toEqual({ counts: { created: 963, failed: 37 }, failed: badRows })
    expect(await peopleOf(house)).toHaveLength(963)
    const events = await eventCounts(house)
    expect(events['consumers.import succeeded']).toBe(963)
    expect((await rows(house, raws)).counts).toEqual({ skipped: 963, failed: 37 })
    expect(await eventCounts(house)).toEqual(events)
    const edited = raws.map((raw, at) => (at < 10 ? { ...raw, company: 'Acme' } : raw))
    expect((await rows(house, edited)).counts).toEqual({ updated: 10, skipped: 953, failed: 37 })
    expect((await eventCounts(house))['consumers.import succeeded']).toBe(973)
  })

  it('of the same file twice at once makes everyone once', async () => {
    const house = await newHouse(engine)
    const raws = Array.from({ length: 250 }, (_, at) => ({
      name: `P${at}`,
      email: `p${at}@x.example`,
    }))
    const both = await Promise.all([rows(house, raws), rows(house, raws)])
    const sum = (name: string) => both.reduce((all, { counts }) => all + (counts[name] ?? 0), 0)
    expect([sum('created'), sum('skipped'), sum('failed')]).toEqual([250, 250, 0])
    expect(await peopleOf(house)).toHaveLength(250)
  })

  it('goes row by row: an address is free once a row before has let go of it, and taken once it is', async () => {
    const house = await newHouse(engine)
    const email = (name: string) => `${name}@example.org`
    await rows(house, [
      { name: 'A', externalId: 'a', email: email('one') },
      { name: 'B', externalId: 'b', email: email('two') },
    ])
    const moved = [
      { externalId: 'a', email: email('three') },
      { externalId: 'b', email: email('one') },
      { name: 'C', externalId: 'c', email: email('two') },
      { name: 'D', externalId: 'd', email: email('ONE') },
      { name: 'C2', email: email('two') },
      { externalId: 'c', company: 'Acme' },
    ]
    const first = await rows(house, moved.toSpliced(3, 1))
    expect(first.counts).toEqual({ failed: 0, updated: 4, created: 1 })
    const shown = (externalId: string) => house.ask(showConsumer, { consumer: externalId })
    expect(await shown('b')).toMatchObject({ email: email('one') })
    expect(await shown('c')).toMatchObject({ name: 'C2', email: email('two'), company: 'Acme' })
    const counts = { failed: 1, skipped: 3, updated: 2 }
    expect(await rows(house, moved)).toEqual({ counts, failed: ['5'] })
  })

  it('changes nothing on a dry run, and tells what it would', async () => {
    const house = await newHouse(engine)
    await bringOne(house, { name: 'Ada', externalId: 'x1' })
    const before = await everything(house)
    const raws = [{ name: 'Ada B', externalId: 'x1' }, { name: 'New' }, { name: '' }]
    const keyed = raws.map((raw, at) => ({ key: String(at), raw }))
    const outcomes = await house.runEach(importConsumer, keyed, { dryRun: true })
    const told = outcomes.map(
      ({ outcome, error }) => error?.code ?? (outcome!.value as Result).outcome,
    )
    expect(told).toEqual(['updated', 'created', 'invalid_input'])
    expect(await everything(house)).toEqual(before)
  })
})

onEveryEngine('whom a row of an import is about', engine => {
  const importAll = (house: House, ...rows: Record<string, unknown>[]) =>
    house.runEach(
      importConsumer,
      rows.map((raw, at) => ({ key: String(at), raw })),
    )

  it('is never someone else with the same email: another external id is another person', async () => {
    const house = await newHouse(engine)
    await importAll(house, { externalId: 'a', email: 'z@example.org', name: 'Zed' })
    const [row] = await importAll(house, { externalId: 'b', email: 'Z@example.org', name: 'Other' })
    expect(row!.error).toMatchObject({ code: 'conflict', field: 'email' })
    expect(await house.ask(showConsumer, { consumer: 'a' })).toMatchObject({ name: 'Zed' })
  })

  it('is found by our id first, as an export has it, even when the email has changed', async () => {
    const house = await newHouse(engine)
    const [made] = await importAll(house, { email: 'old@example.org', name: 'Ada' })
    const { id } = (made!.outcome!.value as { consumer: { id: string } }).consumer
    const [row] = await importAll(house, { id, email: 'new@example.org', name: 'Ada' })
    expect(row!.outcome!.value).toMatchObject({ outcome: 'updated', consumer: { id } })
    const [elsewhere] = await importAll(house, { id: 'con_of_another_house', name: 'Bob' })
    expect(elsewhere!.outcome!.value).toMatchObject({ outcome: 'created' })
  })
})
