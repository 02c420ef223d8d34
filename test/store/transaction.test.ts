import { expect, it } from 'vitest'
import type { Captured } from '../../src/kernel/context.ts'
import { consumersTable } from '../../src/services/consumers/table.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { type House, newHouse, onEveryEngine } from '../support/house.ts'
import { namesOf, peopleOf, scopeOf } from '../support/trial.ts'

const writing = async <T>(house: House, part: (tx: Tx) => Promise<T>): Promise<T> =>
  house.host.store.write(await scopeOf(house), async tx => ({
    commit: true,
    value: await part(tx),
  }))

const ada = {
  id: 'con_ada',
  name: 'Ada',
  company: 'Acme',
  status: 'active' as const,
  source: 'api' as const,
  tags: ['vip'],
  twoFactor: false,
  passwordHash: 'hash one',
  createdAt: new Date('2026-01-01T00:00:00.000Z'),
  sortName: 'ada',
  searchText: 'ada',
}

const newAda = (house: House) => writing(house, tx => tx.insert(consumersTable, ada))

const captured = (house: House, part: (tx: Tx) => Promise<unknown>): Promise<Captured> =>
  writing(house, async tx => {
    await part(tx)
    return tx.takeCaptured()
  })

onEveryEngine('the store', engine => {
  it('captures a new record whole: secrets hidden, derived columns and empty ones left out', async () => {
    const house = await newHouse(engine)
    const { changes } = await captured(house, tx => tx.insert(consumersTable, ada))
    expect(changes).toEqual([
      {
        subject: { id: 'con_ada', topic: 'consumers', name: 'Ada', email: null },
        before: null,
        after: {
          id: 'con_ada',
          name: 'Ada',
          company: 'Acme',
          status: 'active',
          source: 'api',
          tags: ['vip'],
          twoFactor: false,
          passwordHash: '(hidden)',
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      },
    ])
  })

  it('captures of an update what differs, and a secret as changed', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    const patch = { company: null, tags: ['vip', 'new'], passwordHash: 'hash two', sortName: 'b' }
    const { changes } = await captured(house, tx => tx.update(consumersTable, row, patch))
    expect(changes).toMatchObject([{ subject: { id: 'con_ada' } }])
    expect(changes[0]!.before).toEqual({
      company: 'Acme',
      tags: ['vip'],
      passwordHash: '(hidden)',
    })
    expect(changes[0]!.after).toEqual({
      company: null,
      tags: ['vip', 'new'],
      passwordHash: '(hidden)',
    })
  })

  it('captures of a removal what was there', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    const { changes } = await captured(house, tx => tx.remove(consumersTable, row))
    expect(changes).toMatchObject([
      { before: { name: 'Ada', passwordHash: '(hidden)' }, after: null },
    ])
    expect(await namesOf(house)).toEqual([])
  })

  it('writes nothing when nothing differs, and answers the row itself', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    const same = { ...ada, createdAt: new Date(ada.createdAt), tags: ['vip'], email: undefined }
    const { changes } = await captured(house, async tx => {
      expect(await tx.update(consumersTable, row, same)).toBe(row)
    })
    expect(changes).toEqual([])
  })

  it('writes only what differs: a column that another has changed since stays', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    await writing(house, tx => tx.update(consumersTable, row, { company: 'Other' }))
    await writing(house, tx => tx.update(consumersTable, row, { ...row, name: 'Ada O.' }))
    expect(await peopleOf(house)).toMatchObject([{ name: 'Ada O.', company: 'Other' }])
  })

  it('tells several changes of one record as one, and none that comes to nothing', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    const { changes } = await captured(house, async tx => {
      const next = await tx.update(consumersTable, row, { name: 'B', company: 'Other' })
      await tx.update(consumersTable, next, { name: 'C', searchText: 'c' })
      const other = await tx.insert(consumersTable, { ...ada, id: 'con_brief' })
      await tx.remove(consumersTable, other)
    })
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({
      before: { name: 'Ada', company: 'Acme' },
      after: { name: 'C', company: 'Other' },
    })
  })

  it('captures nothing where only derived columns change', async () => {
    const house = await newHouse(engine)
    const row = await newAda(house)
    const { changes } = await captured(house, tx =>
      tx.update(consumersTable, row, { searchText: 'ada okafor' }),
    )
    expect(changes).toEqual([])
    expect(await peopleOf(house)).toMatchObject([{ searchText: 'ada okafor' }])
  })

  it('takes back a part that fails alone, with its changes, and keeps whom it had touched', async () => {
    const house = await newHouse(engine)
    const { changes, touched } = await captured(house, async tx => {
      await tx.insert(consumersTable, ada)
      const part = tx.savepoint(async () => {
        const row = await tx.insert(consumersTable, { ...ada, id: 'con_lost' })
        tx.touch(consumersTable, row)
        throw new Error('this part')
      })
      await expect(part).rejects.toThrow('this part')
    })
    expect(changes.map(change => change.subject.id)).toEqual(['con_ada'])
    expect(touched.map(subject => subject.id)).toEqual(['con_lost'])
    expect(await namesOf(house)).toEqual(['Ada'])
  })

  it('gives reads that run side by side one snapshot each, whoever ends first', async () => {
    const house = await newHouse(engine)
    const scope = await scopeOf(house)
    const count = (tx: Tx) => tx.db.$count(tx.table(consumersTable))
    const long = house.host.store.read(scope, async tx => {
      const before = await count(tx)
      await house.host.store.read(scope, count)
      await newAda(house)
      return [before, await count(tx)]
    })
    expect(await long).toEqual([0, 0])
    expect(await namesOf(house)).toEqual(['Ada'])
  })

  it('stores text exactly, and instants to the millisecond', async () => {
    const house = await newHouse(engine)
    const name = ' \u001b[31m\u202eA\u0301da\u{1f600}\r\n\t'
    const createdAt = new Date('2026-03-01T12:00:00.007Z')
    await writing(house, tx => tx.insert(consumersTable, { ...ada, name, createdAt }))
    expect(await peopleOf(house)).toMatchObject([{ name, createdAt }])
  })
})
