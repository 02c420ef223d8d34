import * as z from 'zod/mini'
import { type Field, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { isAboutSecurity, settingKey, settingValue } from './catalogue.ts'
import { writeSetting } from './queries.ts'
import { SettingRecord, settingRecord } from './record.ts'

/** Of any type here: the setting itself says what it takes. */
const anyValue: Field = {
  ...text({ about: 'The value, as the setting takes it.' }),
  schema: z.unknown(),
  read: value => value,
}

export const setSetting = operation({
  name: 'settings.set',
  summary: 'Change a setting. It is in force with the next command.',
  effect: 'write',
  sensitive: ({ key }) => isAboutSecurity(key),
  input: { key: settingKey, value: anyValue },
  output: SettingRecord,
  async run({ store, now }, { key: setting, value }) {
    await writeSetting(store, setting.key, settingValue(setting, value, now), now)
    return settingRecord(store, setting)
  },
})
