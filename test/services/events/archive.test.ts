/** The oldest events sealed into a file: it proves itself, and the log without them still does. */
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { FileInput } from '../../../src/kernel/fields.ts'
import { consumerHistory } from '../../../src/services/consumers/history.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { archiveEvents } from '../../../src/services/events/archive.ts'
import { checkpointEvents } from '../../../src/services/events/checkpoint.ts'
import { exportEvents } from '../../../src/services/events/export.ts'
import { proofFrom } from '../../../src/services/events/extract.ts'
import { joinArchives } from '../../../src/services/events/joining.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { linesOf, verifyFile } from '../../../src/services/events/offline.ts'
import { proveEvent } from '../../../src/services/events/prove.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { eventStats } from '../../../src/services/events/stats.ts'
import { unzipped } from '../../../src/services/events/unzip.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring } from '../../support/people.ts'
import { bytes, tamper } from './tampering.ts'

const day = 86_400_000

const fileOf = (content: string | Buffer, name = 'file'): FileInput => ({
  name,
  open: async function* () {
    yield Buffer.from(content)
  },
  digest: async () => hash('sha256', content, 'hex'),
})

const verifyBytes = (bytes: Buffer, key?: string) =>
  verifyFile(linesOf(unzipped(fileOf(bytes).open())), key)

/** Twelve events of spring, then four months of silence, and two more. Number 1 is of init. */
const live = async (house: House): Promise<string[]> => {
  const people = Array.from({ length: 9 }, (_, at) => ({ name: `Person ${at}` }))
  const ids = (await bring(house, ...people)).map(({ id }) => id)
  for (const consumer of ids.slice(0, 2)) await house.run(noteConsumer, { consumer, text: 'old' })
  house.clock.now = new Date(house.clock.now.getTime() + 120 * day)
  for (const consumer of ids.slice(0, 2)) await house.run(noteConsumer, { consumer, text: 'new' })
  return ids
}

const archive = (house: House, name: string, raw: Record<string, unknown>, call = {}) =>
  house.ask(archiveEvents, { to: join(house.home, name), ...raw }, call)

onEveryEngine('events.archive', engine => {
  it('takes what is old out, into a file that proves itself', async () => {
    const house = await newHouse(engine)
    const ids = await live(house)
    const { verifierKey } = await house.ask(checkpointEvents)
    const made = await archive(house, 'a.ndjson.gz', { before: '-100d' })
    expect(made).toMatchObject({ first: 1, last: 12, count: 12, ends: '2026-03-01T12:00:00.000Z' })
    expect(statSync(made.file).mode & 0o777).toBe(0o600)
    const file = readFileSync(made.file)
    expect(made).toMatchObject({ sha256: hash('sha256', file, 'hex'), bytes: file.length })
    expect(await verifyBytes(file, verifierKey)).toMatchObject({ ok: true, checked: 12, size: 14 })

    const { data, archived } = await house.ask(listEvents)
    expect(data.map(({ sequence }: { sequence: number }) => sequence)).toEqual([15, 14, 13])
    expect(data[0]).toMatchObject({ type: 'events.archive' })
    expect(archived).toEqual({ through: 12, files: ['a.ndjson.gz'] })
    const told = await failure(house.run(showEvent, { event: '5' }))
    expect(told).toMatchObject({ code: 'not_found', details: { file: 'a.ndjson.gz' } })
    const { cards } = await house.ask(eventStats, { cards: true })
    expect(cards.all).toBe(3)
    const story = await house.ask(consumerHistory, { consumer: ids[0] })
    expect(story.archived).toEqual(archived)
    const kinds = story.data.map(
      ({ kind, text }: { kind: string; text: string }) => `${kind} ${text}`,
    )
    expect(kinds).toEqual(['note new', 'event null', 'note old'])
  })

  it('leaves a log that verifies, also against checkpoints of before, and goes on', async () => {
    const house = await newHouse(engine)
    const early = (await house.ask(checkpointEvents)).note
    const ids = await live(house)
    const late = (await house.ask(checkpointEvents)).note
    const whole = await house.ask(verifyEvents)
    await archive(house, 'a.ndjson', { through: 5 })
    await archive(house, 'b.ndjson', { before: '-100d' })
    await house.run(noteConsumer, { consumer: ids[0]!, text: 'newer' })
    for (const note of [early, late]) {
      const verdict = await house.ask(verifyEvents, { against: fileOf(note) })
      expect(verdict).toMatchObject({ ok: true, archived: 12, against: { consistent: true } })
    }
    const files = ['a.ndjson', 'b.ndjson'].map(name =>
      fileOf(readFileSync(join(house.home, name)), name),
    )
    const verdict = await house.ask(verifyEvents)
    expect(verdict).toMatchObject({ ok: true, size: whole.size + 3, archived: 12 })
    expect(await joinArchives(verdict, files)).toMatchObject({ ok: true, archived: 0 })
    expect(await joinArchives(verdict, [files[0]!, files[0]!])).toMatchObject({ archived: 7 })
    const strange = await joinArchives(verdict, [fileOf('{}', 'c')])
    expect(strange).toMatchObject({ ok: false, problem: { what: expect.stringMatching(/^c: /) } })
    const event = await house.ask(proveEvent, { event: '13' })
    expect(await verifyFile([JSON.stringify(event)])).toMatchObject({ ok: true })
    const exported = await house.ask(exportEvents)
    expect(exported.header).toMatchObject({ complete: false, first: 13 })
    const lines = [exported.header, ...exported.data].map(line => JSON.stringify(line))
    expect(await verifyFile(lines)).toMatchObject({ ok: true, complete: false })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })

  it('hands out one archived event with its proof, from the file alone', async () => {
    const house = await newHouse(engine)
    await live(house)
    const { file } = await archive(house, 'a.ndjson.gz', { through: 5 })
    const lines = () => linesOf(unzipped(fileOf(readFileSync(file)).open()))
    const proof = await proofFrom(lines(), '3')
    expect(proof.leaf).toMatchObject({ sequence: 3, type: 'consumers.import' })
    expect(await verifyFile([JSON.stringify(proof)])).toMatchObject({ ok: true, checked: 1 })
    expect(await proofFrom(lines(), proof.leaf.id)).toEqual(proof)
    expect(await failure(proofFrom(lines(), '6'))).toMatchObject({ code: 'not_found' })
    expect(await failure(proofFrom(linesOf(fileOf('x').open()), '3'))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('keeps what is young, takes nothing twice, and leaves other files alone', async () => {
    const house = await newHouse(engine)
    await live(house)
    const young = await failure(archive(house, 'a', { through: 13 }))
    expect(young).toMatchObject({ code: 'invalid_input', field: 'through' })
    expect(await failure(archive(house, 'a', {}))).toMatchObject({ field: 'before' })
    expect(await failure(archive(house, 'a', { through: 99 }))).toMatchObject({ field: 'through' })
    const dry = await archive(house, 'a', { before: '-100d' }, { dryRun: true })
    expect(dry).toMatchObject({ last: 12, file: null })
    expect(existsSync(join(house.home, 'a'))).toBe(false)
    for (const name of ['a', 'b.partial']) writeFileSync(join(house.home, name), 'a letter')
    const there = await failure(archive(house, 'a', { through: 5 }))
    expect(there).toMatchObject({ code: 'conflict', field: 'to' })
    expect(readFileSync(join(house.home, 'a'), 'utf8')).toBe('a letter')
    expect(await failure(archive(house, 'no/a', { through: 5 }))).toMatchObject({ field: 'to' })
    // Cut short between the file and the database, it is done again under the same name.
    const files = house.host.gateways.files
    const { write } = files
    files.write = async (file, text) => {
      await write(file, text)
      throw new Error('cut short')
    }
    await failure(archive(house, 'b', { through: 5 }))
    files.write = write
    expect((await house.ask(listEvents)).archived).toBe(null)
    await archive(house, 'b', { through: 5 })
    const names = readdirSync(house.home).filter(name => /^(a|b)/.test(name))
    expect(names.sort()).toEqual(['a', 'b', 'b.partial'])
    expect(readFileSync(join(house.home, 'b.partial'), 'utf8')).toBe('a letter')
    const again = await failure(archive(house, 'c', { through: 5 }))
    expect(again).toMatchObject({ code: 'conflict' })
    expect((await house.ask(verifyEvents)).ok).toBe(true)
  })

  it('of two at once makes one archive, and none of a stretch that loses words meanwhile', async () => {
    const house = await newHouse(engine)
    const ids = await live(house)
    const files = house.host.gateways.files
    const { write } = files
    // Both have settled on what they take before either takes it out.
    const { promise: bothWriting, resolve } = Promise.withResolvers<void>()
    let writing = 0
    files.write = async (file, text) => {
      writing += 1
      if (writing === 2) resolve()
      await bothWriting
      return write(file, text)
    }
    const both = await Promise.allSettled([
      archive(house, 'a', { through: 5 }),
      archive(house, 'b', { through: 6 }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    files.write = async (file, text) => {
      const written = await write(file, text)
      await house.run(privacyErase, { consumer: ids[8]!, reason: 'article 17' })
      return written
    }
    const meanwhile = await failure(archive(house, 'c', { before: '-100d' }))
    files.write = write
    expect(meanwhile).toMatchObject({ code: 'conflict' })
    expect(meanwhile.message).toContain('erased')
    await archive(house, 'd', { before: '-100d' })
    const verdict = await house.ask(verifyEvents)
    expect(verdict).toMatchObject({ ok: true, archived: 12 })
    const { archives } = await house.ask(privacyErase, { consumer: ids[8]!, reason: 'article 17' })
    expect(archives).toMatchObject([{ first: 1 }, { last: 12, file: 'd' }])
  })

  it('seals nothing of a log that was tampered with: its gaps would pass for erasures', async () => {
    const house = await newHouse(engine)
    await live(house)
    await tamper(house, 'update events set detail = null, salt = null where sequence in (3, 5)')
    for (const call of [{ dryRun: true }, {}]) {
      const refused = await failure(archive(house, 'a', { before: '-100d' }, call))
      expect(refused).toMatchObject({ code: 'check_failed', details: { sequence: 3 } })
    }
    expect(existsSync(join(house.home, 'a'))).toBe(false)
  })

  it('is believed although the word of it named somebody who was erased since', async () => {
    const house = await newHouse(engine)
    const [ada] = await bring(house, { name: 'Ada', email: 'ada@x.test' })
    house.clock.now = new Date(house.clock.now.getTime() + 120 * day)
    await archive(house, 'a', { before: '-100d' }, { reason: 'asked for by ada@x.test' })
    await house.run(privacyErase, { consumer: ada!.id, reason: 'article 17' })
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true, erased: 1 })
  })

  it('is found out where a hash, a stretch or the word of an archive was changed', async () => {
    const house = await newHouse(engine)
    await live(house)
    await archive(house, 'a', { through: 5 })
    await archive(house, 'b', { through: 7 })
    const zeros = bytes(engine, '00'.repeat(32))
    const edits: [sql: string, sequence: number | null][] = [
      [`update archived_events set nodes = ${zeros} where sequence = 3`, 4],
      ['delete from archived_events where sequence = 3', 3],
      ['delete from archived_events where sequence = 7', 7],
      [`update event_archives set sha256 = 'x' where last = 7`, 6],
      [`update event_archives set seal = (select seal from kept_event_archives where last = 5)`, 6],
      ['delete from event_archives where last = 7', 6],
      ['update event_archives set first = 5 where first = 6', 5],
      ['update event_archives set size = 99 where last = 7', 6],
      [`update event_archives set root = 'x' where last = 5`, 1],
    ]
    const both = ['archived_events', 'event_archives']
    const over = (script: (name: string) => string) => tamper(house, both.map(script).join(';'))
    await over(name => `create table kept_${name} as select * from ${name}`)
    for (const [sql, sequence] of edits) {
      await tamper(house, sql)
      const verdict = await house.ask(verifyEvents)
      expect([sql, verdict.ok, verdict.problem?.sequence]).toEqual([sql, false, sequence])
      await over(name => `delete from ${name}; insert into ${name} select * from kept_${name}`)
    }
    expect((await house.ask(verifyEvents)).ok).toBe(true)
  })
})

it('a damaged archive is told as one', async () => {
  const house = await newHouse('sqlite')
  await live(house)
  const { file } = await archive(house, 'a.gz', { through: 5 })
  const whole = readFileSync(file)
  expect(await verifyBytes(whole.subarray(0, 100))).toMatchObject({
    ok: false,
    problem: { what: 'It is damaged: it can not be unzipped.' },
  })
  const lines = gunzipSync(whole).toString().split('\n')
  const cut = gzipSync([...lines.slice(0, 3), ...lines.slice(4)].join('\n'))
  expect(await verifyBytes(cut)).toMatchObject({ ok: false })
})
