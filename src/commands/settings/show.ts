import { commandFor } from '../../cli/command.ts'
import { settingSections } from '../../cli/views/setting.ts'
import { showSettings } from '../../services/settings/show.ts'

export default commandFor(showSettings, {
  positionals: ['key'],
  examples: ['steward settings show', 'steward settings show platform.url --json'],
  sections: settingSections,
  columns: [
    { key: 'key', title: 'setting', keep: true },
    { key: 'value', title: 'value', align: 'left', priority: 0 },
    { key: 'unit', title: 'unit' },
    { key: 'origin', title: 'set by' },
    { key: 'about', title: 'about', priority: 2 },
  ],
})
