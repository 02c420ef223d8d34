import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { consumersTable } from '../../src/services/consumers/table.ts'
import { newHouse, onEveryEngine } from '../support/house.ts'
import { bring } from '../support/people.ts'
import { looking } from '../support/trial.ts'

onEveryEngine('whole records', engine => {
  it('are what the builder makes of them, whatever the time zone, to the millisecond', async () => {
    const house = await newHouse(engine)
    const instants = [
      '2024-02-29T23:59:59.999Z',
      '1999-12-31T00:00:00.050Z',
      '2026-01-01T00:00:00Z',
    ]
    const people = instants.map((createdAt, at) => ({
      externalId: `n-${at}`,
      name: '李 "\\',
      createdAt,
    }))
    await bring(house, ...people, { name: 'Ada', email: 'ada@example.org', tags: ['a"b', '日本'] })
    const both = (zone: string) =>
      looking(house, async tx => {
        if (zone) await tx.rows(sql.raw(`set local time zone '${zone}'`))
        const table = tx.table(consumersTable)
        const beside = tx.expressions.milliseconds(table.createdAt)
        const query = tx.db
          .select({ row: table as never, beside })
          .from(table)
          .orderBy(table.key)
        return [await tx.session.records(table, query), await query] as const
      })
    for (const zone of engine === 'postgres' ? ['UTC', 'Asia/Kolkata'] : ['']) {
      const [records, built] = await both(zone)
      expect(records).toEqual(built)
      expect(records.slice(0, 3).map(({ row }) => row.createdAt)).toEqual(
        instants.map(text => new Date(text)),
      )
    }
  })
})
