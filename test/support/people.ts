/** People in a house, made in bulk and without the cost of a password. */
import { expect } from 'vitest'
import type { Outcome } from '../../src/kernel/runner.ts'
import { importConsumer } from '../../src/services/consumers/import.ts'
import type { Consumer } from '../../src/services/consumers/record.ts'
import { type ReadOptions, type ReadRow, readFile } from '../../src/services/consumers/rows.ts'
import { eventsTable, outboxTable } from '../../src/store/tables.ts'
import type { House } from './house.ts'
import { looking } from './trial.ts'

type Brought = { outcome: string; consumer: Consumer }

/** Each as given, by an import; none may fail. */
export const bring = async (house: House, ...people: Record<string, unknown>[]) => {
  const rows = people.map((raw, at) => ({ key: String(at), raw }))
  const outcomes = await house.runEach(importConsumer, rows)
  return outcomes.map(({ outcome, error }) => {
    expect(error).toBeNull()
    return ((outcome as Outcome).value as Brought).consumer
  })
}

/** One person, by an import. */
export const bringOne = async (house: House, person: Record<string, unknown>) =>
  (await bring(house, person))[0]!

/** The messages in the outbox, in the order they were put there. */
export const messagesOf = (house: House) =>
  looking(house, async tx => {
    const table = tx.table(outboxTable)
    return tx.db.select().from(table).orderBy(table.id)
  })

/** How many events there are of each kind: `consumers.suspend succeeded`. */
export const eventCounts = (house: House) =>
  looking(house, async tx => {
    const table = tx.table(eventsTable)
    const rows = await tx.db.select({ type: table.type, status: table.status }).from(table)
    const counts: Record<string, number> = {}
    for (const { type, status } of rows) {
      const name = `${type} ${status}`
      counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  })

/** Everything in the database as one text: what is nowhere in it is nowhere. */
export const dump = async (house: House): Promise<string> => {
  const { engine } = house.host.store
  const names =
    engine.dialect === 'sqlite'
      ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
      : "select table_name as name from information_schema.tables where table_schema = 'public'"
  return engine.reading(async ({ rows }) => {
    const tables = await rows<{ name: string }>(names)
    const contents = []
    for (const { name } of tables) contents.push(await rows(`select * from "${name}"`))
    return JSON.stringify(contents)
  })
}

/** In pieces of a few bytes, as a slow pipe hands them over. */
export async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The rows of an import file, as they are read. */
export const readAll = async (
  file: string | Buffer,
  options: ReadOptions = {},
  size = 7,
): Promise<ReadRow[]> => {
  const all: ReadRow[] = []
  for await (const { rows } of readFile(pieces(Buffer.from(file), size), options)) all.push(...rows)
  return all
}
