/** Who come in bulk into an empty office are put into SQLite's indexes afterwards; no constraint is ever
 * missing to anybody, and nothing stays put off. */
import { expect, it } from 'vitest'
import { createConsumer } from '../../src/services/consumers/create.ts'
import { importConsumer } from '../../src/services/consumers/import.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { checkDatabase } from '../../src/services/db/check.ts'
import { newcomersBy } from '../../src/store/sqlite/newcomers.ts'
import { failure, type House, newHouse } from '../support/house.ts'

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({
    key: `${at}`,
    raw: {
      name: `Person ${from + at}`,
      email: `p${from + at}@example.org`,
      externalId: `x${from + at}`,
    },
  }))

const partsOf = (house: House) =>
  house.host.store.engine.reading(async ({ rows }) => {
    const found = await rows<{ name: string }>(`select name from sqlite_master
      where tbl_name = 'consumers' or name = 'consumers_put_off' order by name`)
    return found.map(({ name }) => name)
  })

/** A run that is cut short after its first chunks, as by a kill: what it put off stays put off. */
const cutShort = async (house: House, rows: ReturnType<typeof people>): Promise<void> => {
  const { engine } = house.host.store
  const kept = engine.catchUp
  engine.catchUp = async () => undefined
  await house.runEach(importConsumer, rows)
  engine.catchUp = kept
}

it('they are all there once the run is over', async () => {
  const house = await newHouse('sqlite')
  const whole = await partsOf(house)
  await house.runEach(importConsumer, people(0, 500))
  expect(await partsOf(house)).toEqual(whole)
  expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
})

it('whoever writes next builds them first, so that nobody is there twice', async () => {
  const house = await newHouse('sqlite')
  const whole = await partsOf(house)
  await cutShort(house, people(0, 300))
  expect(await partsOf(house)).not.toContain('consumers_email')
  const { ok, checks } = await house.ask(checkDatabase)
  const told = checks.find(({ name }: { name: string }) => name === 'indexes')
  expect([ok, told.ok, told.details.includes('consumers_email')]).toEqual([true, true, true])
  expect(await house.ask(listConsumers, { search: 'p7@' })).toMatchObject({ total: 1 })
  const other = await house.host.beside(house.url)
  const runner = await other.runner()
  const call = { credential: { kind: 'apiKey', key: house.apiKey }, origin: other.origin } as const
  const twice = runner.run(createConsumer, { name: 'Ada', email: 'P7@example.org' }, call)
  expect(await failure(twice)).toMatchObject({ code: 'conflict', field: 'email' })
  await other.close()
  expect(await partsOf(house)).toEqual(whole)
  // The run that put them off goes on without, and finds whom it brought and whom others did.
  const again = await house.runEach(importConsumer, people(200, 400))
  const outcomes = again.map(({ outcome }) => (outcome!.value as { outcome: string }).outcome)
  expect(outcomes.filter(one => one === 'skipped')).toHaveLength(100)
  expect(outcomes.filter(one => one === 'created')).toHaveLength(100)
  expect(await partsOf(house)).toEqual(whole)
})

it('who comes twice in one run is found, which takes the indexes, and so are all after', async () => {
  const house = await newHouse('sqlite')
  const whole = await partsOf(house)
  const rows = [...people(0, 400), ...people(10, 12), ...people(400, 900), ...people(850, 852)]
  const done = await house.runEach(importConsumer, rows)
  expect(done.filter(({ result }) => result === 'done')).toHaveLength(900)
  expect(done.filter(({ result }) => result === 'skipped')).toHaveLength(4)
  expect(await partsOf(house)).toEqual(whole)
  expect(await house.ask(listConsumers, { count: true })).toMatchObject({ total: 900 })
  expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
})

it('on a dry run nothing is put off', async () => {
  const house = await newHouse('sqlite')
  const whole = await partsOf(house)
  await house.runEach(importConsumer, people(0, 300), { dryRun: true })
  expect(await partsOf(house)).toEqual(whole)
})

it('newcomers are known once their transaction is kept, each by column', () => {
  const newcomers = newcomersBy(['email', 'phone'])
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ email: `a${at}`, phone: null }))
  newcomers.add(rows)
  expect(newcomers.mayHave('email', 'a7')).toBe(false)
  newcomers.settle(false)
  expect(newcomers.mayHave('email', 'a7')).toBe(false)
  newcomers.add(rows)
  newcomers.settle(true)
  expect(rows.every(({ email }) => newcomers.mayHave('email', email))).toBe(true)
  expect(rows.some(({ email }) => newcomers.mayHave('phone', email))).toBe(false)
  expect(rows.some(({ email }) => newcomers.mayHave('email', `${email}b`))).toBe(false)
})
