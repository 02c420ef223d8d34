/** Rows worked out beforehand: they come to the same as rows that are run, or they are run. */
import { expect, it } from 'vitest'
import { packed, unpacked } from '../../src/cli/import/packed.ts'
import { randomIds } from '../../src/gateways/ids.ts'
import { noApproval } from '../../src/kernel/approval.ts'
import { createRunner, type Row } from '../../src/kernel/runner.ts'
import { exportConsumers } from '../../src/services/consumers/export.ts'
import { importConsumer } from '../../src/services/consumers/import.ts'
import { listEvents } from '../../src/services/events/list.ts'
import { showEvent } from '../../src/services/events/show.ts'
import { verifyEvents } from '../../src/services/events/verify.ts'
import { emptyStore } from '../../src/store/empty.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { type House, newHouse, onEveryEngine } from '../support/house.ts'

type Raw = Row['raw']

/** As another thread does it, and as it comes from there. */
const drafted = async (house: House, rows: readonly Raw[]): Promise<Row[]> => {
  const run = await (await house.bulk(importConsumer)).begin({ input: {}, asked: {} })
  const { store, taken } = emptyStore(randomIds)
  const none = () => {
    throw new Error('nobody is asked')
  }
  const runner = createRunner<Tx, unknown>({
    ...{ store, ids: randomIds, clock: () => house.clock.now, gateways: null },
    ...{ approval: noApproval, authenticate: none, stranger: async () => null, settled: none },
    ...{ outbox: () => ({ send: none }), vault: () => ({ digest: none, seal: none, open: none }) },
  })
  const drafts = await runner.drafter(importConsumer, run.drafting!, taken)(rows)
  const plain = rows.map((raw, at) => ({
    ...{ raw, line: at + 1, column: null },
    draft: drafts[at] ?? undefined,
  }))
  const batch = { rows: plain, left: [], unknown: 0, position: 0 }
  const sent = unpacked(structuredClone(packed(batch)))
  return sent.rows.map(row => ({ key: String(row.line), ...row }))
}

const people: Raw[] = [
  { name: 'Ada', email: 'Ada@Example.org', phone: '+255712345678', externalId: 'x1' },
  { firstName: 'Łucja', lastName: 'Kamau', company: 'Žižkov', tags: ['a', 'b'], twoFactor: 'yes' },
  { name: 'Sam', status: 'suspended', statusReason: 'fraud', createdAt: '2020-01-31' },
  { name: 'Nobody', status: 'suspended' },
  { name: 'Bob', phone: 'not a number' },
]

const withoutIds = (records: Raw[]) => records.map(({ id: _, provider: __, ...rest }) => rest)

const everyone = async (house: House): Promise<Raw[]> =>
  withoutIds((await house.ask(exportConsumers, { limit: 500 })).data)

const told = async (house: House) => {
  const { data } = await house.ask(listEvents, { filter: 'type=consumers.import' })
  const after: Raw[] = []
  for (const { id } of data) {
    const { changes } = await house.ask(showEvent, { event: id })
    after.push(changes[0].after)
  }
  return after
}

onEveryEngine('a draft', engine => {
  it('comes to the same record and the same event as the row that is run', async () => {
    const [one, other] = [await newHouse(engine), await newHouse(engine)]
    const rows = await drafted(one, people)
    expect(rows.map(({ draft }) => !!draft)).toEqual([true, true, true, false, false])
    const outcomes = await one.runEach(importConsumer, rows)
    const run = await other.runEach(
      importConsumer,
      people.map((raw, at) => ({ key: String(at + 1), raw })),
    )
    expect(outcomes.map(({ result, error }) => [result, error?.message])).toEqual(
      run.map(({ result, error }) => [result, error?.message]),
    )
    expect(await everyone(one)).toEqual(await everyone(other))
    expect(withoutIds(await told(one))).toEqual(withoutIds(await told(other)))
    expect(await one.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('is not taken where somebody is here who has what is theirs: the row is run', async () => {
    const house = await newHouse(engine)
    await house.run(importConsumer, { name: 'Ada', email: 'ada@example.org' })
    const rows = await drafted(house, people.slice(0, 2))
    const outcomes = await house.runEach(importConsumer, rows)
    expect(outcomes.map(({ outcome }) => outcome?.value)).toMatchObject([
      { outcome: 'updated', consumer: { externalId: 'x1' } },
      { outcome: 'created' },
    ])
    expect(await everyone(house)).toHaveLength(2)
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('of the second of two with one address is not taken either', async () => {
    const house = await newHouse(engine)
    const rows = await drafted(house, [
      { name: 'Ada', phone: '+255712345678' },
      { name: 'Bob', phone: '+255712345678' },
    ])
    const outcomes = await house.runEach(importConsumer, rows)
    expect(outcomes.map(({ error }) => error?.field)).toEqual([undefined, 'phone'])
    expect(await everyone(house)).toHaveLength(1)
  })
})
