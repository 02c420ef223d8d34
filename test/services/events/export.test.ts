import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../src/kernel/canonical.ts'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { checkpointEvents } from '../../../src/services/events/checkpoint.ts'
import { exportEvents } from '../../../src/services/events/export.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { linesOf, verifyFile } from '../../../src/services/events/offline.ts'
import { proveEvent } from '../../../src/services/events/prove.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { entry, furnish, happen, tamper } from './tampering.ts'

// biome-ignore lint/suspicious/noExplicitAny: lines are taken apart and changed at will
type Line = any

const exported = async (house: House, input: object = {}): Promise<string[]> => {
  const lines: Line[] = []
  let wanted: Record<string, unknown> = { limit: 3, ...input }
  for (;;) {
    const { header, data, nextCursor } = await house.ask(exportEvents, wanted)
    lines.push(...(header ? [header] : []), ...data)
    if (!nextCursor) return lines.map(line => JSON.stringify(line))
    wanted = { limit: 3, cursor: nextCursor }
  }
}

/** Every way to change one member somewhere within a value. */
function* variants(value: Line): Generator<Line> {
  if (typeof value === 'string') yield `${value}x`
  else if (typeof value === 'number') yield value + 1
  else if (typeof value === 'boolean') yield !value
  else if (value === null) yield 'x'
  else if (Array.isArray(value)) {
    yield [...value, value[0] ?? 'x']
    for (const [at, item] of value.entries()) {
      yield value.toSpliced(at, 1)
      for (const changed of variants(item)) yield value.with(at, changed)
    }
  } else {
    yield { ...value, more: 1 }
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _, ...rest } = value
      yield rest
      if (member !== null) yield { ...value, [name]: null }
      for (const changed of variants(member)) yield { ...value, [name]: changed }
    }
  }
}

onEveryEngine('events.export', engine => {
  it('makes a file that is found intact with nothing but itself', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const { root, origin } = await house.ask(checkpointEvents)
    const lines = await exported(house)
    expect(await verifyFile(lines)).toEqual({
      ok: true,
      size: 7,
      root,
      origin,
      checked: 7,
      first: 1,
      last: 7,
      erased: 0,
      complete: true,
      signedBy: origin,
      pinned: false,
      problem: null,
    })
  })

  it('is recorded once, however many pages it has, and proves one size throughout', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    await exported(house)
    const { data } = await house.ask(listEvents, { type: 'events.export' })
    expect(data).toHaveLength(1)
    const lines = await exported(house)
    expect(lines).toHaveLength(1 + 8)
    expect(await verifyFile(lines)).toMatchObject({ ok: true, size: 8 })
  })

  it('takes a cursor only as it was given', async () => {
    const house = await newHouse(engine)
    expect(await failure(house.ask(exportEvents, { cursor: 'x' }))).toMatchObject({
      code: 'invalid_input',
      field: 'cursor',
    })
  })

  it('of a selection says so, and keeps to the times that its first page settled', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const first = await house.ask(exportEvents, { module: 'consumers', from: '-1h', limit: 2 })
    expect(first.header).toMatchObject({ complete: false, count: 4, first: 4, last: 7 })
    house.clock.now = new Date(house.clock.now.getTime() + 7_200_000)
    await happen(house, [entry(house.clock.now)])
    const next = await house.ask(exportEvents, { cursor: first.nextCursor })
    const lines = [first.header, ...first.data, ...next.data].map(line => JSON.stringify(line))
    expect(await verifyFile(lines)).toMatchObject({ ok: true, checked: 4, complete: false })
  })

  it('of nothing is intact, too', async () => {
    const house = await newHouse(engine)
    expect(await verifyFile(await exported(house, { module: 'x' }))).toMatchObject({ ok: true })
  })

  it('carries the absence of an erased detail, and counts it', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    await tamper(house, 'update events set detail = null, salt = null where sequence = 4')
    const lines = await exported(house)
    expect(await verifyFile(lines)).toMatchObject({ ok: true, erased: 1 })
    const bare = lines.map((line, at) =>
      at === 6 ? JSON.stringify({ ...JSON.parse(line), salt: null, detail: null }) : line,
    )
    expect(await verifyFile(bare)).toMatchObject({ ok: false })
  })

  it('says that it can not prove events of a log that was changed', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    await tamper(house, `update events set others = 'x' where sequence = 4`)
    expect(await failure(exported(house))).toMatchObject({ code: 'check_failed' })
  })

  it('needs the secret key, as every signature does; verifying needs none', async () => {
    const house = await newHouse(engine)
    const { note } = await house.ask(checkpointEvents)
    rmSync(join(house.home, 'secret.key'))
    const calls: [AnyOperation, object][] = [
      [exportEvents, {}],
      [checkpointEvents, {}],
      [proveEvent, { event: '1' }],
    ]
    for (const [operation, input] of calls) {
      expect(await failure(house.ask(operation, { ...input }))).toMatchObject({
        code: 'unavailable',
        hint: expect.stringContaining('STEWARD_SECRET_KEY'),
      })
    }
    const against = { name: '-', open: () => [Buffer.from(note)], digest: async () => '' }
    expect(await house.ask(verifyEvents, { against })).toMatchObject({ ok: true })
  })
})

onEveryEngine('a file of events', engine => {
  for (const [what, input, line] of [
    ['whole', {}, 5],
    ['of a selection', { module: 'consumers' }, 2],
  ] as const) {
    it(`${what}: any member of any line changed, added or left out is found`, async () => {
      const house = await newHouse(engine)
      await furnish(house)
      const lines = await exported(house, input)
      for (const at of [0, line]) {
        for (const changed of variants(JSON.parse(lines[at]!))) {
          const verdict = await verifyFile(lines.with(at, JSON.stringify(changed)))
          expect(verdict.ok, canonicalJson(changed)).toBe(false)
          if (at === line && verdict.problem?.line) expect(verdict.problem.line).toBe(at + 1)
        }
      }
    })

    it(`${what}: any line removed, doubled, moved or put in is found`, async () => {
      const house = await newHouse(engine)
      await furnish(house)
      const lines = await exported(house, input)
      for (const [at, text] of lines.entries()) {
        expect(await verifyFile(lines.toSpliced(at, 1))).toMatchObject({ ok: false })
        expect(await verifyFile(lines.toSpliced(at, 0, text))).toMatchObject({ ok: false })
        expect(await verifyFile(lines.toSpliced(at, 1, ''))).toMatchObject({ ok: false })
        if (at === 0) continue
        const before = lines.toSpliced(at, 1).toSpliced(at - 1, 0, text)
        expect(await verifyFile(before)).toMatchObject({ ok: false })
      }
      expect(await verifyFile([])).toMatchObject({ ok: false, problem: { line: 1 } })
    })
  }

  it('names the line and the number of the first wrong event', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const lines = await exported(house)
    expect((await verifyFile(lines.toSpliced(4, 1))).problem).toMatchObject({
      line: 5,
      sequence: 4,
    })
    expect((await verifyFile(lines.slice(0, -1))).problem).toMatchObject({ line: 8, sequence: 7 })
    const edited = lines.with(5, lines[5]!.replace('console', 'consolf'))
    expect((await verifyFile(edited)).problem).toEqual({
      line: 6,
      sequence: 5,
      what: 'Its detail was changed.',
    })
  })

  it('signed anew by someone else is found with the key pinned', async () => {
    const house = await newHouse(engine)
    const other = await newHouse(engine)
    const { verifierKey } = await house.ask(checkpointEvents)
    const theirs = await exported(other)
    expect(await verifyFile(theirs)).toMatchObject({ ok: true, pinned: false })
    expect(await verifyFile(theirs, verifierKey)).toMatchObject({ ok: false, pinned: true })
    expect(await verifyFile(await exported(house), verifierKey)).toMatchObject({ ok: true })
  })

  it('reads the same however its bytes arrive', async () => {
    const house = await newHouse(engine)
    await house.run(createConsumer, { name: 'Ádá 阿達 👩‍🚀\u2028\u0085' })
    const bytes = Buffer.from(`${(await exported(house)).join('\n')}\n`)
    const dripping = async function* () {
      for (const byte of bytes) yield Buffer.of(byte)
    }
    expect(await verifyFile(linesOf(dripping()))).toMatchObject({ ok: true, checked: 2 })
  })
})

onEveryEngine('events.prove', engine => {
  it('proves every event, and is recorded', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    for (let event = 1; event <= 7; event++) {
      const proof = await house.ask(proveEvent, { event: String(event) })
      expect(proof).toMatchObject({ index: event - 1, size: 6 + event })
      const lines = JSON.stringify(proof, null, 2).split('\n')
      expect(await verifyFile(lines)).toMatchObject({ ok: true, checked: 1, complete: null })
    }
    const { total } = await house.ask(listEvents, { type: 'events.prove' })
    expect(total).toBe(7)
  })

  it('makes a proof that no member of can be changed but to leave the detail out', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const proof = await house.ask(proveEvent, { event: '4' })
    for (const changed of variants(proof)) {
      const verdict = await verifyFile([JSON.stringify(changed)])
      expect(verdict.ok, canonicalJson(changed)).toBe(false)
    }
    const bare = { ...proof, salt: null, detail: null }
    expect(await verifyFile([JSON.stringify(bare)])).toMatchObject({ ok: true, erased: 1 })
  })

  it('refuses what is neither an export nor a proof', async () => {
    for (const text of ['{}', 'null', '[]', 'x', '{"format":"steward-event-proof/1"}']) {
      expect(await verifyFile([text])).toMatchObject({ ok: false })
    }
  })
})
