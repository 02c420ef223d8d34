/** An import that is killed, again and again, and goes on: every row once, and nothing left off. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openEngine } from '../../src/store/store.ts'
import { isFull, json, newOrganization, type Site } from '../races/support.ts'
import { type EngineName, onEveryEngine } from '../support/house.ts'
import { steward } from '../support/program.ts'
import { lasting, momentsIn, stopped } from './support.ts'

const rows = isFull ? 100_000 : 400
const kills = isFull ? 20 : 2

const peopleIn = (folder: string, many: number): string => {
  const file = join(folder, 'people.csv')
  const line = (at: number) => `Person ${at},p${at}@example.org,e${at}`
  const lines = Array.from({ length: many }, (_, at) => line(at))
  writeFileSync(file, ['name,email,externalId', ...lines, ''].join('\n'))
  return file
}

const parts: Record<EngineName, string> = {
  sqlite: "select type || ' ' || name as name from sqlite_master order by 1",
  postgres: `select indexdef as name from pg_indexes where schemaname = 'public'
    union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace
    union all select tgname from pg_trigger where not tgisinternal order by 1`,
}

/** Every table, index, trigger and constraint of a database. */
const partsOf = async ({ url }: Site, engine: EngineName): Promise<string[]> => {
  const opened = await openEngine(url)
  try {
    const found = await opened.reading(({ rows }) => rows<{ name: string }>(parts[engine]))
    return found.map(({ name }) => name)
  } finally {
    await opened.close()
  }
}

onEveryEngine('an import', engine => {
  it(`of ${rows} rows killed ${kills} times goes on to every row exactly once`, async () => {
    const site = await newOrganization(engine)
    const whole = await partsOf(site, engine)
    // The same command under the same key goes on with the same run.
    const words = ['consumers', 'import', peopleIn(site.home, rows), '--idempotency-key', 'k1']
    const usual = isFull
      ? await lasting(async () => steward(words, await newOrganization(engine)))
      : 3 * (await lasting(() => json(['consumers', 'list'], site)))
    for (const after of momentsIn(usual, kills + 1).slice(1)) await stopped(words, site, after)
    expect(await json(words, site)).toMatchObject({ created: rows, failed: [] })
    const { total } = await json(['consumers', 'list', '--count', '--limit', '1'], site)
    expect(total).toBe(rows)
    const filter = ['--filter', 'type=consumers.import', '--count', '--limit', '1']
    expect((await json(['events', 'list', ...filter], site)).total).toBe(rows)
    expect(await json(['db', 'check'], site)).toMatchObject({ ok: true })
    expect(await partsOf(site, engine)).toEqual(whole)
  }, 900_000)
})
