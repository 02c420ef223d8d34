import { commandFor } from '../../cli/command.ts'
import { settingSections } from '../../cli/views/setting.ts'
import { resetToDefault } from '../../services/settings/reset.ts'

export default commandFor(resetToDefault, {
  positionals: ['key'],
  examples: [
    'steward settings reset consumers.projectLimit',
    'steward settings reset siteName --dry-run',
  ],
  sections: settingSections,
  done: 'Back to the default',
})
