/** What an export writes an import reads: the same people, whatever their names are made of. */
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { terminalOf } from '../../../src/cli/output/terminal.ts'
import { rowPrinter } from '../../../src/cli/pages.ts'
import { exportConsumers } from '../../../src/services/consumers/export.ts'
import { importConsumer } from '../../../src/services/consumers/import.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import type { Consumer } from '../../../src/services/consumers/record.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring, readAll } from '../../support/people.ts'
import { lastEvent } from '../../support/trial.ts'

const formats = ['csv', 'ndjson', 'json'] as const
type Format = (typeof formats)[number]

const exported = async (house: House): Promise<Consumer[]> =>
  (await house.ask(exportConsumers, { limit: 500 })).data

/** The file that the command writes into a pipe. */
const fileOf = async (people: Consumer[], format: Format): Promise<Buffer> => {
  const parts: Buffer[] = []
  const stdout = new Writable({
    write(part, _, done) {
      parts.push(Buffer.from(part))
      done()
    },
  })
  const terminal = terminalOf({ stdout, stderr: stdout, stdin: {}, env: {} })
  const how = { terminal, format, fields: undefined, headers: true, wide: false, columns: [] }
  const printer = await rowPrinter(how)
  await printer.rows(people)
  await printer.end(people.length)
  return Buffer.concat(parts)
}

const importInto = async (house: House, file: Buffer, format: Format) => {
  const rows = []
  for (const row of await readAll(file, { format }, 65_536)) {
    expect(row).toHaveProperty('raw')
    if ('raw' in row) rows.push({ ...row, key: String(row.line) })
  }
  const outcomes = await house.runEach(importConsumer, rows)
  expect(outcomes.filter(({ error }) => error).map(({ error }) => error)).toEqual([])
  return outcomes.map(({ outcome }) => (outcome!.value as { outcome: string }).outcome)
}

const withoutIds = (people: Consumer[]) => people.map(({ id: _, provider: __, ...rest }) => rest)

/** Pieces that break files, terminals and comparisons. */
const nasty = [
  ...['=1+1', '+1', '-1', '@x', "'", "'=x", '"', '""', ',', ';', '\t', '\r', '\n', '\r\n', '  '],
  ...[
    '\u202e',
    '\u200b',
    '\u200f',
    '\ufeff',
    '\x1b[31m',
    '\x07',
    '\x9b',
    '\u2028',
    'e\u0301\u0302',
  ],
  ...['محمد', '王小明', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'Straße', 'a', '0', 'null', 'true', '-', '\\', '%'],
]

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map(parts => parts.join('').replaceAll('\0', ''))
  .filter(text => text.trim() !== '' && text.isWellFormed())

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const instants = fc
  .integer({ min: 0, max: 20_000 })
  .map(hours => new Date(Date.UTC(2023, 10, 1) + hours * 3_600_000).toISOString())

const person = fc.record({
  name: hostile,
  firstName: maybe(hostile),
  lastName: maybe(hostile),
  company: maybe(hostile),
  industry: maybe(hostile),
  country: fc.constantFrom('TZ', 'KE', undefined),
  language: fc.constantFrom('sw', 'pt-BR', undefined),
  projectLimit: maybe(fc.integer({ min: 0, max: 100_000 })),
  tags: maybe(fc.array(fc.constantFrom('vip', '=cmd', "'", 'Ä b', '👋', '-1'), { maxLength: 4 })),
  source: fc.constantFrom('console', 'import', 'api', 'application', undefined),
  twoFactor: maybe(fc.boolean()),
  emailVerifiedAt: maybe(instants),
  lastSignInAt: maybe(instants),
  createdAt: instants,
  standing: fc.constantFrom(
    {},
    { status: 'pending' },
    { status: 'rejected', statusReason: '=HYPERLINK("x")\n\u202e' },
    { status: 'suspended', statusReason: "'@x", statusKind: 'fraud', suspendedFrom: 'pending' },
    { status: 'suspended', statusReason: 'r', suspendedUntil: '2030-01-01T00:00:00.000Z' },
  ),
})

const unique = (people: Record<string, unknown>[]) =>
  people.map(({ standing, ...rest }, at) => ({
    ...rest,
    ...(standing as object),
    ...(at % 3 && { email: `p${at}@example.org`, externalId: `x-${at}` }),
    ...(at % 2 && { phone: `+2557123${String(10_000 + at)}` }),
  }))

onEveryEngine('an export and its import', engine => {
  it('make the same people in a new organisation, in every format', async () => {
    const house = await newHouse(engine)
    const sample = fc.sample(person, { numRuns: 150, seed: 7 })
    const made = await bring(house, ...unique(sample))
    const people = await exported(house)
    expect(new Set(people.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)))
    for (const format of formats) {
      const target = await newHouse(engine)
      const file = await fileOf(people, format)
      const outcomes = await importInto(target, file, format)
      expect(new Set(outcomes)).toEqual(new Set(['created']))
      const sorted = (all: Consumer[]) =>
        withoutIds(all)
          .map(row => JSON.stringify(row))
          .sort()
      expect(sorted(await exported(target))).toEqual(sorted(people))
    }
  })

  it('change nothing where the people already are', async () => {
    const house = await newHouse(engine)
    const sample = unique(fc.sample(person, { numRuns: 40, seed: 11 }))
    await bring(house, ...sample.filter(one => 'email' in one))
    const people = await exported(house)
    for (const format of formats) {
      const outcomes = await importInto(house, await fileOf(people, format), format)
      expect(new Set(outcomes)).toEqual(new Set(['skipped']))
    }
    expect(await exported(house)).toEqual(people)
  })

  it('can not be begun in the middle, by a cursor of the list: that would leave no event', async () => {
    const house = await newHouse(engine)
    await bring(house, { name: 'Ada' }, { name: 'Bob' })
    const { nextCursor } = await house.ask(listConsumers, { limit: 1 })
    const refused = await failure(house.run(exportConsumers, { cursor: nextCursor }))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'cursor' })
    const first = await house.ask(exportConsumers, { limit: 1 })
    expect((await house.ask(exportConsumers, { cursor: first.nextCursor })).data).toHaveLength(1)
  })

  it('are in the log: who took how many people, and by what question', async () => {
    const house = await newHouse(engine)
    await bring(house, { name: 'Ada' }, { name: 'Bob' })
    await house.run(exportConsumers, { search: 'ada' })
    expect(await lastEvent(house)).toMatchObject({
      type: 'consumers.export',
      status: 'succeeded',
      detail: { note: { search: 'ada', filter: null, matched: 1 } },
    })
  })
})

it('any text comes out of either file as it went in', async () => {
  const tags = fc.array(fc.constantFrom('vip', '=cmd', "'", 'Ä b', '-1'), { minLength: 1 })
  const row = fc.record({ name: hostile, company: hostile, statusReason: hostile, tags })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async rows => {
      for (const format of formats) {
        const file = await fileOf(rows as never, format)
        const read = await readAll(file, { format }, 50)
        expect(read.map(one => 'raw' in one && one.raw)).toEqual(rows)
      }
    }),
    { numRuns: 300 },
  )
})
