import { operation } from '../world.ts'
import { isAboutSecurity, settingKey } from './catalogue.ts'
import { resetSetting } from './queries.ts'
import { SettingRecord, settingRecord } from './record.ts'

export const resetToDefault = operation({
  name: 'settings.reset',
  summary: 'Take a setting back to its default.',
  effect: 'write',
  sensitive: ({ key }) => isAboutSecurity(key),
  input: { key: settingKey },
  output: SettingRecord,
  async run({ store, now }, { key: setting }) {
    await resetSetting(store, setting.key, now)
    return settingRecord(store, setting)
  },
})
