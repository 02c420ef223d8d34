/** The page of tables, from the one definition of each, as both engines build it. */
import type { Column, SQL } from 'drizzle-orm'
import { getTableConfig as postgresConfig } from 'drizzle-orm/pg-core'
import { getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core'
import { tables } from '../../src/services/schema/tables.ts'
import { columns as postgresColumns } from '../../src/store/postgres/columns.ts'
import { columns as sqliteColumns } from '../../src/store/sqlite/columns.ts'
import type { AnyTable, TableSpec } from '../../src/store/table.ts'
import { code, document, table } from './markdown.ts'

const marks: Record<string, string> = {
  secret: 'in events only as "changed"',
  derived: 'not in events',
}

const names = (columns: readonly unknown[]): string =>
  columns.map(column => code((column as Column).name)).join(', ')

/** The text of a condition; ours are plain SQL without parameters. */
const textOf = (condition: SQL): string =>
  condition.queryChunks.map(chunk => (chunk as { value: string[] }).value.join('')).join('')

const section = (spec: TableSpec<AnyTable>): string => {
  const built = spec.build(sqliteColumns)
  const sqlite = sqliteConfig(built)
  const postgres = postgresConfig(spec.build(postgresColumns) as never)
  const keyOf = (column: Column) => Object.keys(built).find(key => built[key] === column)!
  const rows = sqlite.columns.map((column, at) => [
    code(column.name),
    column.getSQLType(),
    postgres.columns[at]!.getSQLType(),
    column.notNull ? 'required' : '',
    marks[spec.marks[keyOf(column)] ?? ''] ?? '',
  ])
  const indexes = sqlite.indexes.map(({ config }) => {
    const where = config.where ? ` where ${code(textOf(config.where))}` : ''
    return `- ${config.unique ? 'unique' : 'index'} ${code(config.name)} on ${names(config.columns)}${where}`
  })
  const keys = sqlite.primaryKeys.map(key => `- primary key on ${names(key.columns)}`)
  return [
    `## ${sqlite.name}`,
    spec.prefix ? `Records of \`${spec.topic}\`; ids begin with \`${spec.prefix}\`.` : '',
    table(['Column', 'SQLite', 'Postgres', '', ''], rows),
    [...keys, ...indexes].join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

export const tablesPage = (): string => {
  const all = Object.values(tables) as unknown as TableSpec<AnyTable>[]
  return document(
    'Tables',
    'Each is defined once and built for the engine in use. Every row of a tenant carries the key of' +
      ' its provider.',
    ...all.map(section),
  )
}
