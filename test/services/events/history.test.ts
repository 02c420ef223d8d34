/** Any history, then any one edit: it is always found. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { revokeKey } from '../../../src/services/keys/revoke.ts'
import { type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { entry, happen, stored, tamper } from './tampering.ts'

type Step = { kind: 'key' | 'revoke' | 'refused' | 'many'; names: string[] }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('key', 'revoke', 'refused', 'many', 'many'),
  names: fc.uniqueArray(fc.stringMatching(/^con_[a-z]{1,3}$/), { maxLength: 4 }),
})

const take = async (house: House, { kind, names }: Step, number: number): Promise<void> => {
  const name = `k${number}`
  if (kind === 'many') return happen(house, [entry(house.clock.now, { subjects: names })])
  await house.run(createKey, { name })
  if (kind === 'revoke') await house.run(revokeKey, { key: name })
  if (kind === 'refused') await house.run(createKey, { name }).catch(() => undefined)
}

const columns = [
  'id',
  'type',
  'status',
  'actor',
  'api_key',
  'impersonator',
  'approval',
  'subject',
  'others',
  'digest',
  'salt',
  'detail',
] as const

/** What stands there now, as another text, as nothing, or another row's. */
const edit = fc.record({
  column: fc.constantFrom(...columns),
  row: fc.nat(),
  value: fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme-ascii', maxLength: 8 })),
})

const literal = (value: string | null): string =>
  value === null ? 'null' : `'${value.replaceAll("'", "''")}'`

const nullable = ['api_key', 'impersonator', 'approval', 'subject', 'others', 'salt', 'detail']

onEveryEngine('a log', engine => {
  it('of any history is intact, and any edit of it is found at its number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 5 }),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        async (steps, edits) => {
          const house = await newHouse(engine)
          for (const [number, one] of steps.entries()) await take(house, one, number)
          const { ok, size } = await house.ask(verifyEvents)
          expect(ok).toBe(true)
          await tamper(house, 'create table kept as select * from events')
          for (const { column, row, value } of edits) {
            const sequence = (row % size) + 1
            const [{ was }] = (await stored(
              house,
              `select ${column} as was from events where sequence = ${sequence}`,
            )) as [{ was: string | null }]
            if (was === value || (value === null && !nullable.includes(column))) continue
            await tamper(
              house,
              `update events set ${column} = ${literal(value)} where sequence = ${sequence}`,
            )
            expect((await house.ask(verifyEvents)).problem?.sequence).toBe(sequence)
            await tamper(house, 'delete from events; insert into events select * from kept')
          }
        },
      ),
      { numRuns: 8 },
    )
  })

  it('of operations on people is intact', async () => {
    const house = await newHouse(engine)
    await house.run(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    await house
      .run(createConsumer, { name: 'Eve', email: 'ada@example.org' })
      .catch(() => undefined)
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true, size: 3 })
  })
})
