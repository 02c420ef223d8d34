import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { disableTemplate } from '../../../services/accounts/templates-disable.ts'

export default commandFor(disableTemplate, {
  positionals: ['template'],
  examples: [
    'steward accounts templates disable branch',
    'steward accounts templates disable branch --json',
  ],
  sections: templateSections,
  done: 'Disabled',
})
