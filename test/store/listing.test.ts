import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scopeWithin } from '../../src/kernel/context.ts'
import type { FilterTerm, FilterValue } from '../../src/kernel/filter.ts'
import { normaliseText } from '../../src/kernel/search.ts'
import { insertConsumer } from '../../src/services/consumers/queries.ts'
import type { ConsumerRow } from '../../src/services/consumers/record.ts'
import { statuses } from '../../src/services/consumers/rules.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { operation } from '../../src/services/world.ts'
import { type ListInput, type Listing, listRows } from '../../src/store/listing.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { failure, type House, newHouse, onEveryEngine } from '../support/house.ts'
import { looking, peopleOf, person, scopeOf } from '../support/trial.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 1, 1, 12, minute, 0, minute))

const companies = ['Acme', 'ACME Ltd', "O'Neil & sons", '100%_[x]*?\\', '株式会社', 'a', null]
const tags = ['vip', 'new', 'VIP', 'a"b', '日本']
const names = ['ada', 'Bob', 'Zoë', 'zoe', '😀', '\uffee', 'Ada', '_', '李']
const limits = [0, 1, 2, 10, null]

const someone = fc.record({
  name: fc.constantFrom(...names),
  status: fc.constantFrom(...statuses),
  company: fc.constantFrom(...companies),
  projectLimit: fc.constantFrom(...limits),
  twoFactor: fc.boolean(),
  tags: fc.subarray(tags),
  createdAt: fc.integer({ min: 0, max: 4 }).map(at),
  lastSignInAt: fc.option(fc.integer({ min: 0, max: 4 }).map(at)),
})

const listing = (tx: Tx) => {
  const table = tx.table(consumersTable)
  const column = (name: keyof ConsumerRow) => table[name]
  return {
    spec: consumersTable,
    filters: {
      status: { kind: 'choice', column: column('status') },
      company: { kind: 'text', nullable: true, column: column('company') },
      projectLimit: { kind: 'number', nullable: true, column: column('projectLimit') },
      twoFactor: { kind: 'flag', column: column('twoFactor') },
      tags: { kind: 'tags', nullable: true, column: column('tags') },
      createdAt: { kind: 'instant', column: column('createdAt') },
      lastSignInAt: { kind: 'instant', nullable: true, column: column('lastSignInAt') },
    },
    sorts: {
      created: { column: table.createdAt, instant: true },
      name: { column: table.sortName },
      limit: { column: sql`coalesce(${table.projectLimit}, -1)` },
      exactName: { column: tx.expressions.byCodePoint(table.name) },
    },
    defaultSort: '-created',
    search: { column: table.searchText, index: 'consumers_search' },
  } satisfies Listing<typeof table>
}

type Row = ConsumerRow
type Members = Record<string, unknown>

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string))
  return Number(a) - Number(b)
}

const equals = (field: string, row: Row, value: FilterValue): boolean => {
  const held = (row as Members)[field]
  if (field === 'tags') {
    return value === null ? row.tags.length === 0 : row.tags.includes(value as string)
  }
  return held === value
}

const orders: Record<string, (order: number) => boolean> = {
  '>': order => order > 0,
  '>=': order => order >= 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
}

/** What a filter means, said without SQL. */
const meets = (row: Row, { field, op, values }: FilterTerm): boolean => {
  if (op === '=') return values.some(value => equals(field, row, value))
  if (op === '!=') return !values.some(value => equals(field, row, value))
  const held = (row as Members)[field]
  if (held === null) return false
  if (op !== '~') return orders[op]!(compare(held, values[0]))
  const text = String(held).toLowerCase()
  return values.some(value => text.includes(String(value).toLowerCase()))
}

const positions: Record<string, (row: Row) => unknown> = {
  created: row => row.createdAt,
  name: row => normaliseText(row.name),
  limit: row => row.projectLimit ?? -1,
  exactName: row => row.name,
}

type Asked = ListInput & { terms: FilterTerm[] }

const expected = (rows: Row[], { terms, search, sort = '-created' }: Asked): Row[] => {
  const position = positions[sort.replace('-', '')]!
  const turn = sort.startsWith('-') ? -1 : 1
  const words = normaliseText(search ?? '')
  return rows
    .filter(row => terms.every(term => meets(row, term)))
    .filter(row =>
      `${normaliseText(row.name)}\n${normaliseText(row.company ?? '')}`.includes(words),
    )
    .sort((a, b) => turn * (compare(position(a), position(b)) || a.key - b.key))
}

const oneOf = <T extends FilterValue>(field: string, ops: FilterTerm['op'][], values: T[]) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constantFrom(...ops),
    values: fc.subarray(values as FilterValue[], { minLength: 1 }),
  })

const ordered = ['>', '>=', '<', '<='] as FilterTerm['op'][]
const equal = ['=', '!='] as FilterTerm['op'][]
const instants = [0, 1, 2, 4].map(at)

const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  oneOf('status', equal, [...statuses]),
  oneOf('company', equal, companies),
  oneOf('company', ['~'], ['acme', 'A', "'", '%', '_', '*', '[x]', '\\', '株']),
  oneOf('projectLimit', equal, [...limits, 1.5]),
  oneOf('projectLimit', ordered, [0, 1, 1.5, 10, 1e30]),
  oneOf('twoFactor', equal, [true, false]),
  oneOf('tags', equal, [...tags, 'none of these', null]),
  oneOf('createdAt', ordered, instants),
  oneOf('lastSignInAt', ordered, instants),
)

const query = fc.record({
  terms: fc.array(term, { maxLength: 3 }),
  sort: fc.constantFrom(...Object.keys(positions).flatMap(name => [name, `-${name}`])),
  search: fc.option(fc.constantFrom('ada', 'ZOE', 'acme', 'o'), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 20 }),
})

const insertAll = (house: House, people: object[]) =>
  house.run(
    operation({
      name: 'consumers.trial-people',
      summary: '',
      effect: 'write',
      input: {},
      output: undefined as never,
      async run(world) {
        for (const one of people) {
          const row = { ...person(world, 'someone'), ...one }
          await insertConsumer(world.store, row)
        }
      },
    }),
  )

const page = (house: House, { terms, ...input }: Asked) =>
  looking(house, tx => listRows(tx, listing(tx), terms, input))

/** Every page of a list, one after the other. */
const pages = async (house: House, input: Asked) => {
  const found = [await page(house, input)]
  while (found.at(-1)!.nextCursor) {
    found.push(await page(house, { ...input, cursor: found.at(-1)!.nextCursor! }))
  }
  return found
}

const keysOf = (rows: Row[]) => rows.map(row => row.key)

onEveryEngine('a list', engine => {
  it('finds what a plain model finds, in its order, and its pages neither miss nor repeat', async () => {
    const house = await newHouse(engine)
    await insertAll(house, fc.sample(someone, { numRuns: 60, seed: 42 }))
    const rows = await peopleOf(house)
    await fc.assert(
      fc.asyncProperty(query, async query => {
        const wanted = expected(rows, query)
        const found = await pages(house, query)
        expect(found.flatMap(({ rows }) => keysOf(rows as Row[]))).toEqual(keysOf(wanted))
        expect(found.map(one => one.hasMore)).toEqual(found.map((_, at) => at < found.length - 1))
        for (const { rows, total } of found) {
          expect(total).toBe(wanted.length)
          expect(rows.length).toBeLessThanOrEqual(query.limit)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('goes on where it was when rows come and go between its pages', async () => {
    const house = await newHouse(engine)
    await insertAll(
      house,
      [1, 2, 3, 4].map(minute => ({ name: `p${minute}`, createdAt: at(minute) })),
    )
    const first = await page(house, { terms: [], limit: 2 })
    await insertAll(house, [
      { name: 'newer', createdAt: at(9) },
      { name: 'between', createdAt: at(2) },
    ])
    const second = await page(house, { terms: [], limit: 9, cursor: first.nextCursor! })
    expect((first.rows as Row[]).map(row => row.name)).toEqual(['p4', 'p3'])
    expect((second.rows as Row[]).map(row => row.name)).toEqual(['between', 'p2', 'p1'])
  })

  it('refuses a cursor of another sort or organisation, and one that was changed', async () => {
    const house = await newHouse(engine)
    const other = await newHouse(engine)
    for (const one of [house, other]) await insertAll(one, [{}, {}])
    const { nextCursor } = await page(house, { terms: [], limit: 1 })
    const refused = { code: 'invalid_input', field: 'cursor' }
    const input = { terms: [], limit: 1, cursor: nextCursor! }
    expect(await failure(page(other, input))).toMatchObject(refused)
    expect(await failure(page(house, { ...input, sort: 'created' }))).toMatchObject(refused)
    // What the topic itself sees to belongs to the list as well.
    const narrower = { ...input, consumer: 'ada@example.org' }
    expect(await failure(page(house, narrower))).toMatchObject(refused)
    const changed = `${nextCursor!.slice(0, -2)}AA`
    expect(await failure(page(house, { ...input, cursor: changed }))).toMatchObject(refused)
  })

  it('refuses a sort that it does not have, and names those it has', async () => {
    const house = await newHouse(engine)
    const refused = failure(page(house, { terms: [], limit: 1, sort: 'nmae' }))
    expect(await refused).toMatchObject({ code: 'invalid_input', field: 'sort' })
    expect((await refused).hint).toContain('Did you mean name?')
  })

  it('shows nothing of another provider', async () => {
    const house = await newHouse(engine)
    await insertAll(house, [{}, {}])
    const { organization } = await scopeOf(house)
    const elsewhere = scopeWithin({ provider: 99, providerId: 'prv_other' }, organization)
    const found = await house.host.store.read(elsewhere, tx =>
      listRows(tx, listing(tx), [], { limit: 10 }),
    )
    expect(found).toMatchObject({ rows: [], total: 0 })
  })
})
