import { count } from 'drizzle-orm'
import * as z from 'zod/mini'
import { secret } from '../../kernel/fields.ts'
import { readHead, shownRoot } from '../../store/log.ts'
import type { AnyTable, TableSpec } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { readOrganization } from '../organization/queries.ts'
import { tables } from '../schema/tables.ts'
import { type Around, type Destination, operation } from '../world.ts'

/**
 * Asks for a copy and records it: who may, and whether there is room where it is to go. The copying
 * happens below any operation. Its event comes before, so that it is in both logs, which are then
 * the same to the byte.
 */
export const copyDatabase = operation({
  name: 'db.copy',
  summary: 'Copy the whole database into an empty one, of either engine, and prove the copy.',
  effect: 'write',
  level: 'whole',
  recorded: true,
  sensitive: true,
  input: {
    to: secret({
      about: 'Where to: postgres://USER:PASSWORD@HOST/DATABASE, or sqlite:/path/to/steward.db.',
      max: 2000,
      known: true,
    }),
  },
  output: z.object({
    organization: z.object({ id: z.string(), name: z.string() }),
    /** Whether the copy is the same. If not, nothing of it was kept. */
    ok: z.boolean(),
    /** SHA-256 in hex over the rows in the order of their keys; null on a dry run. */
    tables: z.record(z.string(), z.object({ rows: z.number(), digest: z.nullable(z.string()) })),
    /** Of the log, in base64, as in events.verify. */
    root: z.string(),
    /** Events in the copy. What is recorded here later is not in it. */
    logSize: z.number(),
    /** Where the copy is another: from the row with this key on, by its columns. */
    differences: z.array(
      z.object({
        table: z.string(),
        rows: z.number(),
        rowsThere: z.number(),
        key: z.nullable(z.string()),
        columns: z.array(z.string()),
      }),
    ),
    /** Waiting messages that wait in the copy for a person's word; null on a dry run. */
    messagesHeld: z.nullable(z.number()),
    engine: z.enum(['sqlite', 'postgres']),
    /** The file, or host and database; never a password. */
    location: z.string(),
  }),
  async prepare({ gateways }: Around, { to }): Promise<Destination> {
    return gateways.database.destination(to)
  },
  async run({ store }, _, { engine, location, name }) {
    store.note({ engine, to: name })
    const head = await readHead(store)
    const contents = await rowsOf(store)
    const { id, name: called } = (await readOrganization(store))!
    const organization = { id, name: called }
    const found = {
      ok: true,
      tables: contents,
      root: shownRoot(head),
      logSize: head.size,
      differences: [],
    }
    return { organization, ...found, messagesHeld: null, engine, location }
  },
})

const rowsOf = async (tx: Tx) => {
  const counted: Record<string, { rows: number; digest: null }> = {}
  for (const [name, spec] of Object.entries(tables)) {
    const table = tx.table(spec as TableSpec<AnyTable>)
    const [found] = await tx.db.select({ rows: count() }).from(table)
    counted[name] = { rows: found!.rows, digest: null }
  }
  return counted
}
