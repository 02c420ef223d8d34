/** Finding people: by any part of a name in any script, by filters, in an order, page by page. */
import { expect, it } from 'vitest'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import type { Consumer } from '../../../src/services/consumers/record.ts'
import { consumerStats } from '../../../src/services/consumers/stats.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bring } from '../../support/people.ts'
import { script } from '../../support/trial.ts'

const list = (house: House, raw: Record<string, unknown> = {}) => house.ask(listConsumers, raw)

const names = async (house: House, raw: Record<string, unknown>) =>
  (await list(house, raw)).data.map(({ name }: Consumer) => name)

/** Every page, one after the other. */
const pages = async (house: House, raw: Record<string, unknown>) => {
  const rows: Consumer[] = []
  let cursor: string | undefined
  do {
    const page = await list(house, { ...raw, cursor })
    rows.push(...page.data)
    cursor = page.nextCursor ?? undefined
    expect(page.hasMore).toBe(cursor !== undefined)
  } while (cursor)
  return rows
}

onEveryEngine('searching consumers', engine => {
  it('finds any part of a name in every script, whatever case and accents', async () => {
    const house = await newHouse(engine)
    const found: [name: string, ...queries: string[]][] = [
      ['Zoë Žižková', 'zoe', 'ZOË', 'zizkova', 'Žižk', 'z', 'ov'],
      ['Straße Ωmega', 'strasse', 'STRASSE', 'ωμ'.slice(0, 1), 'mega'],
      ['Дмитрий Иванов', 'дмитр', 'ИВАНОВ', 'ва', 'д'],
      ['Γιώργος', 'γιωργ', 'ΓΙΏΡΓΟΣ', 'ος', 'γιώργοσ'],
      ['محمد علي', 'محمد', 'حم', 'ع', 'على'.slice(0, 2)],
      ['שירה כהן', 'שירה', 'הן', 'ש'],
      ['王小明', '小明', '王', '王小明'],
      ['ミンジュン', 'ミン', 'ﾐﾝ', 'ジュン'],
      ['김민준', '김민', '준'],
      ['สมชาย ใจดี', 'สมชา', 'ใจ'],
      ['अमित शर्मा', 'अमित', 'शर'],
      ['👩‍👩‍👧 Family', '👩', 'fam'],
      ['100% *real* [x] ?_', '100%', '*real*', '[x]', '?_', '_'],
      ['O\'Brien \\ "Bob"', "o'b", '\\', '"bob"'],
    ]
    await bring(house, ...found.map(([name]) => ({ name })))
    for (const [name, ...queries] of found) {
      for (const search of queries) {
        expect([search, await names(house, { search })]).toEqual([
          search,
          expect.arrayContaining([name]),
        ])
      }
    }
    expect(await names(house, { search: '%' })).toEqual(['100% *real* [x] ?_'])
    expect(await names(house, { search: 'a*e' })).toEqual([])
    expect(await names(house, { search: 'zzz' })).toEqual([])
  })

  it('looks into name, email, company and phone, for all words in any order', async () => {
    const house = await newHouse(engine)
    await bring(
      house,
      { name: 'Ada Lovelace', email: 'al@engines.example', company: 'Engines Ltd' },
      { name: 'Ada Byron', phone: '+255712345678', externalId: 'crm-77' },
    )
    expect(await names(house, { search: 'lovelace ada' })).toEqual(['Ada Lovelace'])
    expect(await names(house, { search: 'ltd ADA al@' })).toEqual(['Ada Lovelace'])
    expect(await names(house, { search: 'ada charles' })).toEqual([])
    expect(await names(house, { search: 'crm-77' })).toEqual([])
    for (const search of [
      '+255712345678',
      '0712 345 678',
      '(0712) 345-678',
      '00255712345678',
      '5678',
    ]) {
      expect(await names(house, { search })).toEqual(['Ada Byron'])
    }
  })
})

onEveryEngine('listing consumers', engine => {
  const people = [
    { name: 'Ada', country: 'TZ', createdAt: '2026-02-28', tags: ['vip', 'pilot'] },
    { name: 'bob', country: 'KE', createdAt: '2026-02-27', status: 'pending' },
    { name: 'Çağla', country: 'TR', createdAt: '2026-01-10', lastSignInAt: '2026-02-01' },
    { name: 'Dan', createdAt: '2026-01-09', lastSignInAt: '2026-02-20', email: 'dan@example.org' },
    {
      name: 'Eve',
      country: 'KE',
      createdAt: '2026-01-08',
      status: 'suspended',
      statusReason: 'x',
      statusKind: 'fraud',
    },
    { name: 'Gone', country: 'KE', createdAt: '2026-01-07' },
  ]

  const furnished = async () => {
    const house = await newHouse(engine)
    const made = await bring(house, ...people)
    await house.run(deleteConsumer, { consumer: made.at(-1)!.id })
    return house
  }

  it('combines filters, each with its own grammar', async () => {
    const house = await furnished()
    const found: [filter: string, names: string[]][] = [
      ['status=pending created>-7d country=TZ,KE', ['bob']],
      ['country=TZ,KE', ['Ada', 'bob', 'Eve']],
      ['country=tz', ['Ada']],
      ['country!=TZ,KE', ['Çağla', 'Dan']],
      ['country=none', ['Dan']],
      ['kind=fraud', ['Eve']],
      ['kind=none', ['Ada', 'bob', 'Çağla', 'Dan']],
      ['tag=vip tag=pilot', ['Ada']],
      ['tag!=vip', ['bob', 'Çağla', 'Dan', 'Eve']],
      ['tag=none', ['bob', 'Çağla', 'Dan', 'Eve']],
      ['new=yes status=active', ['Ada']],
      ['new=no lastActive>2026-02-10', ['Dan']],
      ['lastActive=none country!=KE', ['Ada']],
      ['email=DAN@Example.org', ['Dan']],
      ['email~EXAMPLE', ['Dan']],
      ['name~A', ['Ada', 'Çağla', 'Dan']],
      ['created>=2026-01-09 created<2026-02-01', ['Çağla', 'Dan']],
      ['emailVerified=no status!=active', ['bob', 'Eve']],
      ['twoFactor=no new=false', ['Çağla', 'Dan']],
    ]
    for (const [filter, expected] of found) {
      expect([filter, await names(house, { filter })]).toEqual([filter, expected])
    }
  })

  it('names the place of a mistake in a filter, and the nearest word', async () => {
    const house = await furnished()
    for (const [filter, hint] of [
      ['status=actve', /active/],
      ['contry=TZ', /country/],
    ] as const) {
      const refused = await failure(list(house, { filter }))
      const details = expect.objectContaining({ position: expect.any(Number) })
      const hinted = expect.stringMatching(hint)
      expect(refused).toMatchObject({
        code: 'invalid_input',
        field: 'filter',
        details,
        hint: hinted,
      })
    }
  })

  it('hides the deleted until a filter speaks of the status', async () => {
    const house = await furnished()
    expect(await names(house, {})).not.toContain('Gone')
    expect(await names(house, { search: 'gone' })).toEqual([])
    expect(await names(house, { filter: 'status=deleted' })).toEqual(['Gone'])
    expect(await names(house, { filter: 'status!=active' })).toEqual(['bob', 'Eve'])
    const stats = await house.ask(consumerStats)
    expect(stats).toMatchObject({ total: 5, new: 3, byStatus: { deleted: 1, active: 3 } })
  })

  it('sorts by registration, last active or name, either way, those without last or first', async () => {
    const house = await furnished()
    expect(await names(house, {})).toEqual(['Ada', 'bob', 'Çağla', 'Dan', 'Eve'])
    expect(await names(house, { sort: 'createdAt' })).toEqual(['Eve', 'Dan', 'Çağla', 'bob', 'Ada'])
    expect(await names(house, { sort: 'name' })).toEqual(['Ada', 'bob', 'Çağla', 'Dan', 'Eve'])
    expect((await names(house, { sort: '-lastActive' })).slice(0, 2)).toEqual(['Dan', 'Çağla'])
    expect((await names(house, { sort: 'lastActive' })).slice(-2)).toEqual(['Çağla', 'Dan'])
    const refused = await failure(list(house, { sort: 'nam' }))
    expect(refused).toMatchObject({ field: 'sort', hint: expect.stringContaining('name') })
  })

  it('sorts by credit balance, which starts at nothing', async () => {
    const house = await furnished()
    await script(house, `update consumers set credit_balance = 2500000000 where name = 'Dan'`)
    await script(house, `update consumers set credit_balance = -3 where name = 'Ada'`)
    const { data } = await list(house, { sort: '-creditBalance' })
    const wanted = [
      ['Dan', '2500000000'],
      ['Eve', '0'],
      ['Çağla', '0'],
      ['bob', '0'],
      ['Ada', '-3'],
    ]
    expect(data.map((one: Consumer) => [one.name, one.creditBalance])).toEqual(wanted)
    const rows = await pages(house, { sort: 'creditBalance', limit: 1 })
    expect(rows.map(({ name }) => name)).toEqual(wanted.map(([name]) => name).reverse())
  })

  it('pages without missing or repeating anyone, in every order, equals and nulls included', async () => {
    const house = await newHouse(engine)
    const many = Array.from({ length: 23 }, (_, at) => ({
      name: `Person ${at % 4}`,
      createdAt: `2026-01-0${1 + (at % 3)}`,
      ...(at % 2 && { lastSignInAt: `2026-02-0${1 + (at % 5)}` }),
    }))
    await bring(house, ...many)
    for (const sort of ['createdAt', '-createdAt', 'lastActive', '-lastActive', 'name', '-name']) {
      const whole = (await list(house, { sort, limit: 500 })).data
      const rows = await pages(house, { sort, limit: 4 })
      expect(rows).toEqual(whole)
      expect(new Set(rows.map(({ id }) => id)).size).toBe(23)
    }
  })

  it('goes on after the last one seen when people come and go in between', async () => {
    const house = await newHouse(engine)
    const made = await bring(house, ...['A', 'B', 'C', 'D', 'E'].map(name => ({ name })))
    const first = await list(house, { sort: 'name', limit: 2 })
    expect(first.total).toBe(5)
    await house.run(deleteConsumer, { consumer: made[1]!.id })
    await bring(house, { name: 'AA' }, { name: 'CC' })
    const rest = { sort: 'name', cursor: first.nextCursor }
    expect(await names(house, rest)).toEqual(['C', 'CC', 'D', 'E'])
  })

  it('refuses a cursor of another order or another making', async () => {
    const house = await furnished()
    const { nextCursor } = await list(house, { sort: 'name', limit: 1 })
    const forged = `${nextCursor.slice(0, -2)}${nextCursor.endsWith('AA') ? 'BB' : 'AA'}`
    for (const raw of [
      { sort: '-name', cursor: nextCursor },
      { sort: 'name', cursor: forged },
      { sort: 'name', cursor: 'x' },
    ]) {
      const refused = await failure(list(house, raw))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'cursor' })
    }
  })
})
