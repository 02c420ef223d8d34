/** Statements whose shape is known are prepared once for a connection: building one anew costs more
 * than running it. */
import { eq, getTableName, sql } from 'drizzle-orm'
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

/** Changes the row with this key and answers it as it is then; undefined when it is gone. */
export const updateRow = async (
  session: Session,
  table: AnyTable & { key: never },
  key: unknown,
  changed: Row,
): Promise<Row | undefined> => {
  // What becomes null is said in the statement: a column can't put that into a placeholder.
  const names = Object.keys(changed).map(name => (changed[name] === null ? `-${name}` : name))
  const statement = session.prepared(`update ${getTableName(table)} ${names.join()}`, db => {
    const places = Object.fromEntries(
      names.map(name => (name[0] === '-' ? [name.slice(1), null] : [name, sql.placeholder(name)])),
    )
    return db
      .update(table)
      .set(places as never)
      .where(eq(table.key, sql.placeholder('key')))
      .returning()
  })
  const [after] = (await statement.execute({ ...changed, key })) as Row[]
  return after
}
