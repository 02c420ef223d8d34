import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { deleteTemplate } from '../../../services/accounts/templates-delete.ts'

export default commandFor(deleteTemplate, {
  positionals: ['template'],
  examples: [
    'steward accounts templates delete branch --yes',
    'steward accounts templates delete branch --dry-run',
  ],
  sections: templateSections,
  done: 'Deleted',
})
