import { tableSpec } from '../../store/table.ts'

/** Values that differ from their default. A row's id is the setting's key. */
export const settingsTable = tableSpec({
  topic: 'settings',
  prefix: 'setting',
  build: d =>
    d.table(
      'settings',
      {
        key: d.rowKey(),
        provider: d.integer('provider').notNull(),
        id: d.text('id').notNull(),
        value: d.json<unknown>('value').notNull(),
        updatedAt: d.instant('updated_at').notNull(),
      },
      t => [d.uniqueIndex('settings_id').on(t.provider, t.id)],
    ),
  marks: { key: 'derived', provider: 'derived', updatedAt: 'derived' },
  describe: row => ({ name: row.id, email: null }),
})
