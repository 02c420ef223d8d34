import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { showTemplate } from '../../../services/accounts/templates-show.ts'

export default commandFor(showTemplate, {
  positionals: ['template'],
  examples: [
    'steward accounts templates show branch',
    'steward accounts templates show branch --json',
  ],
  sections: templateSections,
})
