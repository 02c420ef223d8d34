import { plainTable, tableSpec } from '../../store/table.ts'

/** What a provider has to give: an account is granted of it what the account above it has. */
export const featuresTable = tableSpec({
  topic: 'features',
  prefix: 'ftr',
  within: 'providers',
  build: d =>
    d.table(
      'features',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        reference: d.text('reference').notNull(),
        name: d.text('name').notNull(),
        description: d.text('description'),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [
        d.uniqueIndex('features_id').on(t.provider, t.id),
        d.uniqueIndex('features_reference').on(t.provider, t.reference),
      ],
    ),
  marks: { key: 'derived', provider: 'derived' },
  describe: row => ({ name: row.name, email: null }),
})

export const accountFeaturesTable = plainTable('features', d =>
  d.table(
    'account_features',
    {
      provider: d.integer('provider').notNull(),
      account: d.integer('account').notNull(),
      feature: d.integer('feature').notNull(),
    },
    t => [
      d.primaryKey({ columns: [t.provider, t.account, t.feature] }),
      d.index('account_features_feature').on(t.provider, t.feature),
    ],
  ),
)
