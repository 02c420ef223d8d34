import * as z from 'zod/mini'
import { optional } from '../../kernel/fields.ts'
import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { catalogue, settingKey } from './catalogue.ts'
import { SettingRecord, settingRecord, settingRecords } from './record.ts'

export const showSettings = operation({
  name: 'settings.show',
  summary: 'Settings as they are in force: one of them, or all.',
  effect: 'read',
  input: { key: optional(settingKey) },
  output: z.union([SettingRecord, pageOf(SettingRecord)]),
  async run({ store }, { key: setting }) {
    if (setting) return settingRecord(store, setting)
    const data = await settingRecords(store, catalogue)
    return { data, hasMore: false, nextCursor: null, total: data.length }
  },
})
