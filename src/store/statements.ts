/** Statements whose shape is known are prepared once for a connection: building one anew costs more
 * than running it. */
import { getTableName, sql } from 'drizzle-orm'
import type { Session } from './engine.ts'
import type { AnyTable } from './table.ts'

type Row = Record<string, unknown>

/** Inserts a row, leaving out what is null: each set of columns is a statement of its own. */
export const insertRow = async (session: Session, table: AnyTable, row: Row): Promise<Row> => {
  const names = Object.keys(row).filter(name => row[name] !== null && row[name] !== undefined)
  const statement = session.prepared(`insert ${getTableName(table)} ${names.join()}`, db => {
    const places = Object.fromEntries(names.map(name => [name, sql.placeholder(name)]))
    return db
      .insert(table)
      .values(places as never)
      .returning()
  })
  const [made] = (await statement.execute(row)) as Row[]
  return made!
}
