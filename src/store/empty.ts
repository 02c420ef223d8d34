/**
 * A store with nobody in it and no database behind it. What is added to it is handed over and forgotten;
 * whoever asks it anything is told `NotTogether`: the answer is in the database alone.
 */
import { type Ids, NotTogether } from '../kernel/context.ts'
import type { Transactor } from '../kernel/runner.ts'
import type { Engine, Session } from './engine.ts'
import { columns } from './sqlite/columns.ts'
import { type Tx, tablesOf, withTransaction } from './transaction.ts'

type Row = Record<string, unknown>

/** `taken` answers the rows added since it was last asked, whole, by the names of the program. */
export const emptyStore = (ids: Ids): { store: Transactor<Tx>; taken(): Row[] } => {
  let added: Row[] = []
  let last = 0
  const asked = () => {
    throw new NotTogether()
  }
  const nothing = new Proxy({}, { get: asked }) as never
  const session: Session = {
    db: nothing,
    rows: asked,
    prepared: asked,
    savepoint: asked,
    records: asked,
    moving: nothing,
    putOffIndexing: asked,
    newcomers: null,
    many: {
      atOnce: true,
      async keys(_, count) {
        last += count
        return Array.from({ length: count }, (_, at) => last - at)
      },
      insert(_, rows) {
        added.push(...rows)
      },
      update: asked,
    },
  }
  const engine = { dialect: 'sqlite', columns, expressions: nothing } as unknown as Engine
  const parts = { engine, table: tablesOf(engine), ids, admits: async () => undefined }
  return {
    store: {
      atOnce: true,
      read: asked,
      catchUp: async () => undefined,
      async write(scope, part) {
        const { value } = await withTransaction(parts, session, scope, part)
        return value
      },
    },
    taken() {
      const taken = added
      added = []
      return taken
    },
  }
}
