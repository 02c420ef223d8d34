/** A feature as everyone outside sees one. */
import * as z from 'zod/mini'
import { clearable, optional, ref, text, unique } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { countGranted, type FeatureRow } from './queries.ts'

export const Feature = z.object({
  id: z.string(),
  reference: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  provider: z.string(),
  /** How many accounts within reach have it. */
  accounts: z.number(),
  createdAt: z.string(),
})

export type Feature = z.infer<typeof Feature>

export const featureRecords = async (tx: Tx, rows: readonly FeatureRow[]): Promise<Feature[]> => {
  const granted = await countGranted(tx, rows)
  const homes = new Map(tx.scope.providers.map(one => [one.provider, one.providerId]))
  return rows.map(row => ({
    id: row.id,
    reference: row.reference,
    name: row.name,
    description: row.description,
    provider: homes.get(row.provider) ?? tx.scope.providerId,
    accounts: granted.get(row.key) ?? 0,
    createdAt: row.createdAt.toISOString(),
  }))
}

export const featureRecord = async (tx: Tx, row: FeatureRow): Promise<Feature> =>
  (await featureRecords(tx, [row]))[0]!

export const feature = ref('features', 'The feature: its reference or id.')

export const featureReference = unique(
  text({
    about: 'What it is granted by, such as sms; unique within its provider.',
    max: 60,
    pattern: /^(?!ftr_)[a-z0-9][a-z0-9.-]*$/,
    shape: 'lower-case letters, digits, dots and hyphens',
  }),
)

export const featureTexts = {
  name: optional(text({ about: 'What people call it; its reference unless given.', max: 100 })),
  description: clearable(text({ about: 'What it lets an account do.', max: 500 })),
}
