/** A person's data handed out, and erased: everywhere, and with a log that still verifies. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { exportConsumers } from '../../../src/services/consumers/export.ts'
import { withoutErased } from '../../../src/services/consumers/forgotten.ts'
import { consumerHistory } from '../../../src/services/consumers/history.ts'
import { importConsumer } from '../../../src/services/consumers/import.ts'
import { mergeConsumers } from '../../../src/services/consumers/merge.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { privacyExport } from '../../../src/services/consumers/privacy-export.ts'
import { restoreConsumer } from '../../../src/services/consumers/restore.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { checkpointEvents } from '../../../src/services/events/checkpoint.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { verifyFile } from '../../../src/services/events/offline.ts'
import { proveEvent } from '../../../src/services/events/prove.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { guessesTable } from '../../../src/services/guesses/table.ts'
import type { Action } from '../../../src/services/roles/actions.ts'
import { eventsTable, runsTable, runTargetsTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bringOne, dump } from '../../support/people.ts'
import { looking } from '../../support/trial.ts'
import { entry, happen as recorded, scopeOf } from '../events/tampering.ts'

const reason = 'article 17'

const ada = {
  name: 'Ada Okafor',
  email: 'ada@example.org',
  phone: '+255712345678',
  company: 'Okafor Ltd',
  externalId: 'crm-4711',
  tags: ['okafor-pilot'],
}

/** Every word that stands for Ada somewhere. */
const words = ['okafor', 'ada@', 'lovelace', '712345678', 'crm-4711', 'quarrel', 'unpaid']

/** What happens to somebody over the years. */
const live = async (house: House): Promise<string> => {
  const { id } = await house.ask(createConsumer, ada, {
    idempotencyKey: 'made-once',
  })
  await house.run(noteConsumer, { consumer: id, text: 'a quarrel about Okafor Ltd' })
  await house.run(editConsumer, { consumer: id, email: 'lovelace@example.org' })
  await house.run(exportConsumers, { filter: 'email=lovelace@example.org' })
  const wrong = { email: 'lovelace@example.org', password: 'not it' }
  await failure(house.run(signIn, wrong, { credential: { kind: 'none' } }))
  await house.run(suspendConsumer, { consumer: id, reason: 'unpaid', note: 'quarrel' })
  return id
}

const erase = (house: House, consumer: string, call = {}) =>
  house.ask(privacyErase, { consumer, reason }, call)

const found = async (house: House) => {
  const text = (await dump(house)).toLowerCase()
  return words.filter(word => text.includes(word))
}

const details = (house: House): Promise<Map<number, string | null>> =>
  looking(house, async tx => {
    const table = tx.table(eventsTable)
    const rows = await tx.db.select().from(table)
    return new Map(rows.map(row => [row.sequence, row.detail]))
  })

onEveryEngine('consumers.privacy-erase', engine => {
  it('leaves nothing of a person in any table, and a log that still verifies', async () => {
    const house = await newHouse(engine)
    const { note } = await house.ask(checkpointEvents)
    const id = await live(house)
    const other = await bringOne(house, { name: 'Somebody else', email: 'else@example.org' })
    const before = await details(house)
    expect(await found(house)).toEqual(words)

    const { erased, already } = await erase(house, id)
    expect(already).toBe(false)
    expect(erased).toMatchObject({ records: 1, notes: 2, guesses: 1, answers: 1 })
    expect(erased.messages).toBeGreaterThan(0)
    expect(await found(house)).toEqual([])

    const verdict = await house.ask(verifyEvents, {
      against: { name: 'c', open: () => [Buffer.from(note)], digest: async () => '' },
    })
    expect(verdict).toMatchObject({ ok: true, erased: erased.events })
    expect(
      (await house.ask(checkDatabase)).checks.filter((one: { ok: boolean }) => !one.ok),
    ).toEqual([])
    expect(await house.ask(showConsumer, { consumer: id })).toMatchObject({
      name: 'Erased person',
      status: 'deleted',
      email: null,
      tags: [],
      erasedAt: house.clock.now.toISOString(),
    })
    const { actions } = await house.ask(showConsumer, { consumer: id })
    const told = actions.filter(({ because }: Action) => because !== 'This consumer was erased.')
    expect(told).toMatchObject([
      { operation: 'consumers.privacy-export', allowed: true },
      { operation: 'consumers.privacy-erase', allowed: true },
    ])
    const after = await details(house)
    const { data } = await house.ask(listEvents, { subject: other.id })
    expect(data).toHaveLength(1)
    expect(after.get(data[0].sequence)).toBe(before.get(data[0].sequence))
  })

  it('says so of each event, which can still be proven', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    await erase(house, id)
    const { data } = await house.ask(listEvents, { subject: id })
    const [last, ...older] = data
    expect(last).toMatchObject({ type: 'consumers.privacy-erase', reason, erased: false })
    expect(last.subject).toMatchObject({ id, name: null, email: null })
    expect(older.every((event: { erased: boolean }) => event.erased)).toBe(true)
    const [{ sequence }] = older
    const shown = await house.ask(showEvent, { event: String(sequence) })
    expect(shown).toMatchObject({ erased: true, reason: null, changes: [] })
    const proof = await house.ask(proveEvent, { event: String(sequence) })
    expect(await verifyFile([JSON.stringify(proof)])).toMatchObject({ ok: true, erased: 1 })
    const story = await house.ask(consumerHistory, { consumer: id })
    expect(story.data.every((entry: { kind: string }) => entry.kind === 'event')).toBe(true)
  })

  it('is for good: nothing can be done to who was erased, and again is no second time', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    await house.run(deleteConsumer, { consumer: id })
    const first = await erase(house, id, { idempotencyKey: 'once' })
    expect(await erase(house, id, { idempotencyKey: 'once' })).toEqual(first)
    const size = (await details(house)).size
    house.clock.now = new Date(house.clock.now.getTime() + 60_000)
    expect(await erase(house, id)).toEqual({ ...first, already: true, erased: {} })
    expect((await details(house)).size).toBe(size)
    const refused = [
      () => house.run(restoreConsumer, { consumer: id }),
      () => house.run(noteConsumer, { consumer: id, text: 'it was Ada' }),
    ]
    for (const again of refused) {
      expect(await failure(again())).toMatchObject({ code: 'illegal_state' })
    }
    // A retry of what once made them makes nobody.
    const retried = house.run(createConsumer, ada, {
      idempotencyKey: 'made-once',
    })
    expect(await failure(retried)).toMatchObject({ code: 'conflict', field: 'idempotencyKey' })
    // Their address is free for somebody new.
    await house.run(createConsumer, ada)
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('takes no reason that names them, and on a dry run nothing at all', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    const whole = await dump(house)
    for (const naming of ['asked by ada@example.org', 'ADA OKAFOR asked', '(+255712345678)']) {
      const named = await failure(house.run(privacyErase, { consumer: id, reason: naming }))
      expect(named).toMatchObject({ code: 'invalid_input', field: 'reason' })
    }
    const preview = await erase(house, id, { dryRun: true })
    expect(preview.erased).toMatchObject({ records: 1, notes: 2 })
    expect(preview.people).toEqual([{ id, name: 'Ada Okafor', email: 'lovelace@example.org' }])
    expect(await dump(house)).toBe(whole)
  })

  it('takes their name from runs over many, which go on without them', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    const bulk = await house.bulk(editConsumer)
    const asked = { filter: 'email=lovelace@example.org' }
    await bulk.begin({
      input: { language: 'en' },
      targets: [{ selector: 'lovelace@example.org', id }],
      asked,
    })
    await erase(house, id)
    expect(await found(house)).toEqual([])
    const rows = await looking(house, tx => tx.db.select().from(tx.table(runTargetsTable)))
    expect(rows[0]!.targets).toEqual([{ selector: id, id }])
  })

  it('takes their other names from runs and searches, where they stand by themselves', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    await house.run(exportConsumers, { filter: 'externalId=crm-4711' })
    await house.run(exportConsumers, { filter: 'name~"Ada Okafor"' })
    const bulk = await house.bulk(suspendConsumer)
    for (const filter of ['name~okafor', 'company="Okafor Ltd"', 'name~Adamson']) {
      const targets = [{ selector: 'email:ADA@example.org', id: null }]
      const input = { reason: 'Ada Okafor, unpaid; nada@example.org too' }
      await bulk.begin({ input, targets, asked: { filter } })
    }
    await erase(house, id)
    const runs = await looking(house, tx => tx.db.select().from(tx.table(runsTable)))
    expect(runs.map(({ filter }) => filter)).toEqual([
      'name~(hidden)',
      'company="(hidden)"',
      'name~Adamson',
    ])
    expect(JSON.stringify(runs)).toContain('(hidden), unpaid; nada@example.org too')
    // What is left are the two words of what was put here: somebody else's address, and the reason.
    expect(await found(house)).toEqual(['ada@', 'unpaid'])
    const blocks = await looking(house, tx => tx.db.select().from(tx.table(runTargetsTable)))
    expect(blocks[0]!.targets).toEqual([{ selector: 'email:(hidden)', id: null }])
  })

  it('is not undone by an event that somebody writes late, who had read their name before', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    await erase(house, id)
    const subject = { id, topic: 'consumers', name: ada.name, email: ada.email }
    const late = entry(house.clock.now, { actor: id, subjects: [id] })
    const detail = { ...late.detail, actor: { ...subject, key: null }, subjects: [subject] }
    const scope = await scopeOf(house)
    await house.host.store.write(scope, async tx => {
      const entries = await withoutErased(tx, [{ ...late, detail }])
      return { commit: true, value: await tx.record(entries) }
    })
    expect(await found(house)).toEqual([])
    // One that came by all the same goes when the person is erased again.
    await recorded(house, [{ ...late, detail }])
    expect(await found(house)).not.toEqual([])
    expect(await erase(house, id)).toMatchObject({ already: true, erased: { events: 2 } })
    expect(await found(house)).toEqual([])
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('stays so when an old file brings them again, as does a merge', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    const one = await bringOne(house, { name: 'Bo', email: 'bo@x.test' })
    const other = await bringOne(house, { name: 'Bo B', email: 'bo2@x.test' })
    await house.run(mergeConsumers, { consumer: one.id, duplicate: other.id })
    await erase(house, id)
    const rows = [id, other.id].map(id => ({ key: id, raw: { id, name: 'X', email: 'x@x.test' } }))
    const again = await house.runEach(importConsumer, rows)
    expect(again.map(({ error }) => error?.code)).toEqual(['illegal_state', 'illegal_state'])
  })

  it('keeps what others who share an address or a name did', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    // Somebody else got the address that Ada had at first, and the owner has her name in a note.
    const heir = await bringOne(house, { name: 'Ada Okafor', email: 'ada@example.org' })
    await house.run(noteConsumer, { consumer: heir.id, text: 'another Ada' })
    const before = await details(house)
    await erase(house, id)
    const after = await details(house)
    const { data } = await house.ask(listEvents, { subject: heir.id })
    expect(data).toHaveLength(2)
    for (const { sequence } of data) expect(after.get(sequence)).toBe(before.get(sequence))
    const kept = await looking(house, tx => tx.db.select().from(tx.table(guessesTable)))
    expect(kept).toEqual([])
  })

  it('of any people with any past leaves the others whole', { timeout: 60_000 }, async () => {
    const house = await newHouse(engine)
    let series = 0
    const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(5)), { minLength: 4, maxLength: 12 })
    const property = async (past: [number, number][], whom: number[]) => {
      series += 1
      const marks = [0, 1, 2, 3].map(at => `zq${series}x${at}`)
      const ids: string[] = []
      for (const mark of marks) {
        const made = { name: `Person ${mark}`, email: `${mark}@example.org`, company: mark }
        ids.push((await bringOne(house, made)).id)
      }
      for (const [who, what] of past) await happen(house, ids[who]!, marks[who]!, what)
      const gone = [...new Set(whom)]
      const before = await details(house)
      for (const at of gone) await erase(house, ids[at]!)
      const text = await dump(house)
      const still = gone.map(at => marks[at]!).filter(mark => text.includes(mark))
      expect(still).toEqual([])
      expect(await house.ask(verifyEvents)).toMatchObject({ ok: true, problem: null })
      const after = await details(house)
      for (const at of [0, 1, 2, 3].filter(one => !gone.includes(one))) {
        const mine = [...before].filter(([, detail]) => detail?.includes(ids[at]!))
        expect(mine.length).toBeGreaterThan(0)
        for (const [sequence, detail] of mine) expect(after.get(sequence)).toBe(detail)
      }
    }
    const whom = fc.array(fc.nat(3), { minLength: 1, maxLength: 3 })
    await fc.assert(fc.asyncProperty(steps, whom, property), { numRuns: 6 })
  })
})

/** One of the things that happen to people, each leaving `mark` somewhere. */
const happen = async (house: House, consumer: string, mark: string, what: number) => {
  const [email, password] = [`${mark}.${what}@example.org`, 'not it']
  const things = [
    () => house.run(noteConsumer, { consumer, text: `about ${mark}` }),
    () =>
      house.run(editConsumer, { consumer, email }, { idempotencyKey: `${mark}@example.org-edit` }),
    () => house.run(suspendConsumer, { consumer, reason: `for ${mark}` }),
    () => house.run(exportConsumers, { filter: `email=${mark}@example.org` }),
    () => house.run(signIn, { email: `${mark}@example.org`, password }),
    () => house.run(editConsumer, { consumer, language: 'en' }, { reason: `says ${mark}` }),
  ]
  await things[what]!().catch(() => undefined)
}

it('leaves nothing in the files of a SQLite database either', async () => {
  const house = await newHouse('sqlite')
  const id = await live(house)
  await bringOne(house, { name: 'Somebody else' })
  const inFiles = () => {
    const files = readdirSync(house.home).filter(name => name.startsWith('steward.db'))
    const text = files.map(name => readFileSync(join(house.home, name), 'latin1')).join('\n')
    return words.filter(word => text.toLowerCase().includes(word))
  }
  expect(inFiles()).toEqual(words)
  await erase(house, id)
  expect(await house.host.rewrite()).toBe(true)
  expect(inFiles()).toEqual([])
  expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
})

onEveryEngine('consumers.privacy-export', engine => {
  it('hands out all that is known of one person, and nothing of others', async () => {
    const house = await newHouse(engine)
    const id = await live(house)
    await bringOne(house, { name: 'Somebody else', email: 'else@example.org' })
    const data = await house.ask(privacyExport, { consumer: id })
    expect(data).toMatchObject({ format: 'steward-person/1', consumer: { id, name: 'Ada Okafor' } })
    const { notes, messages } = data.belongings
    expect(notes.map((note: { text: string }) => note.text)).toEqual([
      'a quarrel about Okafor Ltd',
      'quarrel',
    ])
    expect(messages[0]).toMatchObject({ recipient: 'ada@example.org' })
    expect(data.events.map(({ type }: { type: string }) => type)).toEqual([
      'consumers.create',
      'consumers.note',
      'consumers.edit',
      'consumers.suspend',
    ])
    expect(data.events[2]).toMatchObject({
      by: 'staff',
      changes: [{ before: { email: 'ada@example.org' } }],
    })
    const text = JSON.stringify(data)
    for (const word of ['owner@acme.test', 'else@example.org', house.ownerId]) {
      expect(text).not.toContain(word)
    }
    const [last] = (await house.ask(listEvents, { limit: 1 })).data
    expect(last).toMatchObject({ type: 'consumers.privacy-export', subject: { id } })
  })
})
