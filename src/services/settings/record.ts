/** A setting as it is shown: what is in force, what would be, and what it is for. */
import * as z from 'zod/mini'
import type { Tx } from '../../store/transaction.ts'
import type { Setting } from './catalogue.ts'
import { defaultOf, settingRows } from './queries.ts'

/** As its type says: a number as a number. Null is "not set". */
const value = z.nullable(z.union([z.string(), z.number(), z.boolean()]))

export const SettingRecord = z.object({
  key: z.string(),
  value,
  default: value,
  origin: z.enum(['default', 'provider']),
  type: z.string(),
  unit: z.nullable(z.string()),
  about: z.string(),
})

export type SettingRecord = z.infer<typeof SettingRecord>

export const settingRecords = async (
  tx: Tx,
  settings: readonly Setting[],
): Promise<SettingRecord[]> => {
  const keys = settings.map(({ key }) => key)
  const rows = new Map((await settingRows(tx, keys)).map(row => [row.id, row]))
  const records: SettingRecord[] = []
  for (const { key, field, unit } of settings) {
    const row = rows.get(key)
    const standard = (await defaultOf(tx, key)) as SettingRecord['default']
    records.push({
      key,
      value: row ? (row.value as SettingRecord['value']) : standard,
      default: standard,
      origin: row ? 'provider' : 'default',
      type: field.kind,
      unit,
      about: field.about,
    })
  }
  return records
}

export const settingRecord = async (tx: Tx, setting: Setting): Promise<SettingRecord> => {
  const [record] = await settingRecords(tx, [setting])
  return record!
}
