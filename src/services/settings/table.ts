import { tableSpec } from '../../store/table.ts'

/** Values that differ from their default. A row's id is the setting's key. Rows are not records of
 * their own: what changes is the setting, which stands in the catalogue. */
export const settingsTable = tableSpec({
  within: 'home',
  topic: 'settings',
  prefix: null,
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
  marks: {},
  describe: () => ({ name: null, email: null }),
})
