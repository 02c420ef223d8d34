import { commandFor } from '../../cli/command.ts'
import { settingSections } from '../../cli/views/setting.ts'
import { setSetting } from '../../services/settings/set.ts'

export default commandFor(setSetting, {
  positionals: ['key', 'value'],
  examples: [
    'steward settings set siteName "Acme Mail"',
    'steward settings set consumers.projectLimit 25 --reason "new plans" --json',
  ],
  sections: settingSections,
  done: 'Set',
})
