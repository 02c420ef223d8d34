/** The search of people through its index, held against a plain look at every record. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { searchText, searchWords } from '../../../src/kernel/search.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { insertConsumer } from '../../../src/services/consumers/queries.ts'
import type { Consumer } from '../../../src/services/consumers/record.ts'
import { operation } from '../../../src/services/world.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { peopleOf, person, script } from '../../support/trial.ts'

type Person = { name: string; company: string | null; email: string | null; phone: string | null }

const letters = [
  ...'abAB12 _%*"\'\\.-()[]@+^|&!:',
  ...'éÅßøŁÆ',
  ...'İıŞ',
  ...'σςΣДйקوع王小カﾐ김ท',
  '\u0301',
  '\u0e34',
  '👩\u200d👩\u200d👧',
  '👍🏽',
  'ﬃ',
  '²',
]

const text = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 14 })
  .filter(made => made.trim() !== '')

const someone: fc.Arbitrary<Person> = fc.record({
  name: text,
  company: fc.option(text),
  email: fc.option(
    text.map(made => `${made}@example.org`),
    { freq: 2 },
  ),
  phone: fc.constant(null),
})

const insertAll = (house: House, people: readonly Person[]) =>
  house.run(
    operation({
      name: 'consumers.trial-people',
      summary: '',
      effect: 'write',
      input: {},
      output: undefined as never,
      async run(world) {
        for (const one of people)
          await insertConsumer(world.store, { ...person(world, ''), ...one })
      },
    }),
  )

const found = async (house: House, raw: Record<string, unknown>): Promise<string[]> => {
  const page = await house.ask(listConsumers, { sort: 'name', limit: 500, ...raw })
  return page.data.map(({ id }: Consumer) => id).sort()
}

/** Each part of a person, and a stretch of one to six letters of it with their marks. */
const stretchOf = (one: Person, part: number, at: number, length: number): string => {
  const parts = [one.name, one.company, one.email, one.phone].filter(known => known !== null)
  const units = parts[part % parts.length]!.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
  const start = at % units.length
  return units.slice(start, start + 1 + (length % 6)).join('')
}

onEveryEngine('the search of people', engine => {
  it('finds whoever has any stretch of their data, and no one else', async () => {
    const house = await newHouse(engine)
    const people = fc.sample(someone, { numRuns: 120, seed: 7 }).map((one, at) => ({
      ...one,
      phone: at % 3 === 0 ? `+2557${12_345_678 + at * 7919}` : null,
    }))
    await insertAll(house, people)
    const stored = await peopleOf(house)
    const holding = (query: string) => {
      const words = searchWords(query)
      return stored
        .filter(({ name, email, company, phone }) => {
          const whole = searchText(name, email, company, phone)
          return words.every(word => whole.includes(word))
        })
        .map(({ id }) => id)
        .sort()
    }
    const number = fc.nat(1000)
    const run = fc.tuple(fc.integer({ min: 0, max: 119 }), number, number, number, fc.boolean())
    await fc.assert(
      fc.asyncProperty(run, run, async ([who, part, at, length], [other, , , , two]) => {
        const first = stretchOf(people[who]!, part, at, length)
        const query = two ? `${first} ${stretchOf(people[other]!, length, part, at)}` : first
        fc.pre(query.trim() !== '')
        const ids = await found(house, { search: query })
        expect([query, ids]).toEqual([query, holding(query)])
        if (!two) expect(ids).toContain(stored[who]!.id)
      }),
      { numRuns: 150, seed: 11 },
    )
  })

  it('takes what means something to a database for what it is', async () => {
    const house = await newHouse(engine)
    const names = ['100% "sure" (NEAR)', 'under_score *star*', "it's a:b & !c | <d>", 'back\\slash']
    await insertAll(
      house,
      names.map(name => ({ name, company: null, email: null, phone: null })),
    )
    const wanted: [search: string, names: number[]][] = [
      ['%', [0]],
      ['_', [1]],
      ['"', [0]],
      ['"sure"', [0]],
      ['(near)', [0]],
      ['NEAR', [0]],
      ['*', [1]],
      ['*star*', [1]],
      ["'", [2]],
      ["it's", [2]],
      ['a:b & !c', [2]],
      [':*', []],
      ['<d>', [2]],
      ['\\', [3]],
      ['k\\sl', [3]],
      ['a OR b', []],
      ["' or 1=1 --", []],
      ['%%%', []],
      ['***', []],
      ['sure" AND "near', []],
    ]
    for (const [search, at] of wanted) {
      const { data } = await house.ask(listConsumers, { search, sort: 'createdAt' })
      const shown = data.map(({ name }: Consumer) => name)
      expect([search, shown]).toEqual([search, at.map(one => names[one])])
    }
    for (const search of ['a\0b', '\0', 'x\ud800']) {
      expect(await failure(house.ask(listConsumers, { search }))).toMatchObject({
        code: 'invalid_input',
        field: 'search',
      })
    }
  })

  it('finds letters with strokes, hooks and ligatures by plain ones, and those of before', async () => {
    const house = await newHouse(engine)
    const strange = 'æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ'
    const person = { company: null, email: null, phone: null }
    const names = ['Søren Łucjański', 'Đặng Æsa', strange, 'Ada']
    await insertAll(
      house,
      names.map(name => ({ ...person, name })),
    )
    const found = async (search: string) =>
      (await house.ask(listConsumers, { search })).data.map(({ name }: Person) => name)
    const finds = async () => {
      expect(await found('soren lucja')).toEqual(['Søren Łucjański'])
      expect(await found('SØREN')).toEqual(['Søren Łucjański'])
      expect(await found('dang aesa')).toEqual(['Đặng Æsa'])
    }
    await finds()
    const before = await peopleOf(house)

    // As they were written once.
    const old = ['søren łucjanski', 'đang æsa', strange, 'ada']
    const rows = names.map(
      (name, at) => `update consumers set sort_name = '${old[at]}',
        search_text = '${old[at]}' || ${engine === 'sqlite' ? 'char(10, 10)' : "E'\\n\\n'"}
        where name = '${name}';`,
    )
    await script(house, rows.join(''))
    expect(await found('soren')).toEqual([])
    const migration = readFileSync(`migrations/${engine}/0018_folded_letters.sql`, 'utf8')
    await script(house, migration.replaceAll('--> statement-breakpoint', ''))
    await finds()
    expect(await peopleOf(house)).toEqual(before)
  })
})

/** So many that each way of finding them is taken: some words few have, some many, some only the
 * oldest, some only the newest. */
const crowd = 60_000

const crowded = `
  insert into consumers (id, provider, status, name, source, tags, two_factor, country, created_at,
    sort_name, search_text)
  with recursive n(n) as (select 1 union all select n + 1 from n where n < ${crowd})
  select 'con_' || n, (select min(key) from providers),
    case when n % 1000 = 0 then 'pending' else 'active' end,
    text, 'import', '[]', 0, case when n % 2000 = 0 then 'KE' else 'TZ' end,
    1700000000000 + n, text, text || char(10, 10)
  from (select n, 'person ' || n || ' everywhere' || case when n < 9000 then ' ancient zq' else '' end
    || case when n > 57000 then ' recent' else '' end
    || case when n % 7500 = 0 then ' scarce jx' else '' end as text from n)`

it('a page is the same whichever way leads to it', { timeout: 60_000 }, async () => {
  const house = await newHouse('sqlite')
  await script(house, crowded)
  const numbers = Array.from({ length: crowd }, (_, at) => crowd - at)
  const cases: [raw: Record<string, string>, (n: number) => boolean][] = [
    [{ search: 'everywhere' }, () => true],
    [{ search: 'ancient' }, n => n < 9000],
    [{ search: 'zq' }, n => n < 9000],
    [{ search: 'person ancient' }, n => n < 9000],
    [{ search: 'scarce' }, n => n % 7500 === 0],
    [{ search: 'jx' }, n => n % 7500 === 0],
    [{ search: 'e zq jx' }, n => n < 9000 && n % 7500 === 0],
    [{ search: 'recent', filter: 'country=KE' }, n => n > 57_000 && n % 2000 === 0],
    [{ filter: 'country=TZ' }, n => n % 2000 !== 0],
    [{ filter: 'country=TZ status=pending' }, n => n % 1000 === 0 && n % 2000 !== 0],
    [{ filter: 'status=active', search: 'ancient' }, n => n < 9000 && n % 1000 !== 0],
    [{ search: 'absent' }, () => false],
    [{ search: 'qq' }, () => false],
  ]
  for (const [raw, wanted] of cases) {
    const matching = numbers.filter(wanted).map(n => `con_${n}`)
    const first = await house.ask(listConsumers, { ...raw, limit: 3 })
    const ids = first.data.map(({ id }: Consumer) => id)
    if (first.nextCursor) {
      const next = await house.ask(listConsumers, { ...raw, limit: 3, cursor: first.nextCursor })
      ids.push(...next.data.map(({ id }: Consumer) => id))
      expect(next.total).toBe(first.total)
    }
    const total = matching.length <= 10_000 ? matching.length : null
    expect([raw, ids, first.total]).toEqual([raw, matching.slice(0, 6), total])
  }
})
