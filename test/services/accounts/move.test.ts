import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { moveAccount } from '../../../src/services/accounts/move.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { accountsTable } from '../../../src/services/accounts/table.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { accountTreeTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { looking } from '../../support/trial.ts'

const add = (house: House, reference: string, parent?: string) =>
  house.ask(createAccount, { email: `${reference}@x.test`, reference, parent, noOwner: true })

const names = (accounts: { reference: string }[]) => accounts.map(({ reference }) => reference)

const above = async (house: House, account: string) =>
  names((await house.ask(showAccount, { account })).parents)

/** Every line of the tree, as `account < ancestor depth`. */
const treeOf = (house: House) =>
  looking(house, async tx => {
    const rows = await tx.db.select().from(tx.table(accountsTable))
    const names = new Map(rows.map(({ key, reference }) => [key, reference]))
    const lines = await tx.db.select().from(tx.table(accountTreeTable))
    return lines
      .map(one => `${names.get(one.account)} < ${names.get(one.ancestor)} ${one.depth}`)
      .sort()
  })

/** Accounts by number, each with its parent's; null at the top. */
type Model = (number | null)[]

const lineIn = (model: Model, at: number): number[] => {
  const parent = model[at]!
  return parent === null ? [at] : [at, ...lineIn(model, parent)]
}

const linesOf = (model: Model, prefix: string): string[] =>
  model
    .flatMap((_, at) =>
      lineIn(model, at).map((one, depth) => `${prefix}${at} < ${prefix}${one} ${depth}`),
    )
    .sort()

const step = fc.record({ adds: fc.boolean(), which: fc.nat(20), under: fc.option(fc.nat(20)) })

onEveryEngine('accounts.move', engine => {
  it('takes along all that lies beneath, and says how many that are', async () => {
    const house = await newHouse(engine)
    await add(house, 'a')
    await add(house, 'b', 'a')
    await add(house, 'c', 'b')
    await add(house, 'd', 'c')
    await add(house, 'z')
    const { value, changes } = await house.run(moveAccount, { account: 'b', parent: 'z' })
    expect(value).toMatchObject({ moved: 3, parent: { reference: 'z' } })
    const { id: a } = await house.ask(showAccount, { account: 'a' })
    const { id: z } = await house.ask(showAccount, { account: 'z' })
    expect(changes).toMatchObject([{ before: { parent: a }, after: { parent: z } }])
    expect(await above(house, 'd')).toEqual(['z', 'b', 'c'])
    expect(await house.ask(showAccount, { account: 'a' })).toMatchObject({ allSubAccounts: 0 })
    expect(await house.ask(moveAccount, { account: 'c', top: true })).toMatchObject({ moved: 2 })
    expect(await above(house, 'd')).toEqual(['c'])
    const again = await failure(house.run(moveAccount, { account: 'c', top: true }))
    expect(again).toMatchObject({ code: 'illegal_state', details: { already: true } })
  })

  it('refuses what would lie beneath itself', async () => {
    const house = await newHouse(engine)
    await add(house, 'a')
    await add(house, 'b', 'a')
    for (const parent of ['a', 'b']) {
      const refused = await failure(house.run(moveAccount, { account: 'a', parent }))
      expect(refused).toMatchObject({ code: 'conflict', field: 'parent' })
    }
    expect(await failure(house.run(moveAccount, { account: 'a' }))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('leads to no other provider', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    await add(house, 'a')
    const there = { email: 'n@x.test', reference: 'n', noOwner: true }
    await house.ask(createAccount, there, { provider: 'north' })
    const refused = await failure(house.run(moveAccount, { account: 'a', parent: 'n' }))
    expect(refused).toMatchObject({ code: 'conflict', field: 'parent' })
  })

  it('is of accounts that a reference names in two providers, and says which', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    const input = { email: 'a@x.test', reference: 'a', noOwner: true }
    const { id: here } = await house.ask(createAccount, input)
    const { id: there } = await house.ask(createAccount, input, { provider: 'north' })
    const refused = await failure(house.run(showAccount, { account: 'a' }))
    expect(refused).toMatchObject({ code: 'conflict', details: { ids: [here, there] } })
    expect(await house.ask(showAccount, { account: 'a' }, { provider: 'north' })).toMatchObject({
      id: there,
    })
  })

  it('makes no circle of two moves at once, nor loses who is added meanwhile', async () => {
    const house = await newHouse(engine)
    for (const name of ['a', 'b']) {
      await add(house, name)
      await add(house, `${name}1`, name)
    }
    for (let round = 0; round < 5; round++) {
      const settled = await Promise.allSettled([
        house.run(moveAccount, { account: 'a', parent: 'b1' }),
        house.run(moveAccount, { account: 'b', parent: 'a1' }),
        add(house, `x${round}`, 'a1'),
      ])
      const [one, other, third] = settled.map(({ status }) => status)
      expect([one, other].sort()).toEqual(['fulfilled', 'rejected'])
      expect(third).toBe('fulfilled')
      const tops = one === 'fulfilled' ? ['b', 'b1', 'a', 'a1'] : ['a', 'a1']
      expect(await above(house, `x${round}`)).toEqual(tops)
      await house.run(moveAccount, { account: one === 'fulfilled' ? 'a' : 'b', top: true })
    }
  })
  it('leaves the tree as the parents say, whatever is added and moved', async () => {
    const house = await newHouse(engine)
    const before: string[] = []
    let run = 0
    const holds = async (steps: { adds: boolean; which: number; under: number | null }[]) => {
      const prefix = `r${run++}n`
      const model: Model = []
      for (const { adds, which, under } of steps) {
        const parent = under === null || model.length === 0 ? null : under % model.length
        const place = parent === null ? { top: true } : { parent: `${prefix}${parent}` }
        if (adds || model.length === 0) {
          await add(house, `${prefix}${model.length}`, place.parent)
          model.push(parent)
          continue
        }
        const at = which % model.length
        const refused =
          (parent !== null && lineIn(model, parent).includes(at)) || model[at] === parent
        const moving = house.run(moveAccount, { account: `${prefix}${at}`, ...place })
        if (refused) await failure(moving)
        else {
          await moving
          model[at] = parent
        }
      }
      before.push(...linesOf(model, prefix))
      expect(await treeOf(house)).toEqual(before.toSorted())
    }
    const numRuns = engine === 'sqlite' ? 20 : 4
    const steps = fc.array(step, { minLength: 6, maxLength: 24 })
    await fc.assert(fc.asyncProperty(steps, holds), { numRuns, endOnFailure: true })
  })
})
