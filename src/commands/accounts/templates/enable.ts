import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { enableTemplate } from '../../../services/accounts/templates-enable.ts'

export default commandFor(enableTemplate, {
  positionals: ['template'],
  examples: [
    'steward accounts templates enable branch',
    'steward accounts templates enable branch --json',
  ],
  sections: templateSections,
  done: 'Enabled',
})
