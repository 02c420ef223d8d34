import type { Level } from '../../kernel/permission.ts'
import { tableSpec } from '../../store/table.ts'
import type { BaseRole } from './base.ts'

/** The roles that providers make for themselves, each out of a base role. */
export const rolesTable = tableSpec({
  topic: 'roles',
  prefix: 'rol',
  within: 'providers',
  build: d =>
    d.table(
      'roles',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        name: d.text('name').notNull(),
        nameKey: d.text('name_key').notNull(),
        description: d.text('description'),
        base: d.text('base').$type<BaseRole>().notNull(),
        /** What it can never reach beyond, whoever has it. */
        level: d.text('level').$type<Exclude<Level, 'whole'>>().notNull(),
        /** What it is narrowed to, of what its base role may; null: all of that. */
        permissions: d.json<string[] | null>('permissions'),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [
        d.uniqueIndex('roles_id').on(t.provider, t.id),
        d.uniqueIndex('roles_name').on(t.provider, t.nameKey),
      ],
    ),
  marks: { key: 'derived', provider: 'derived', nameKey: 'derived' },
  describe: row => ({ name: row.name, email: null }),
})
