import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { editTemplate } from '../../../services/accounts/templates-edit.ts'

export default commandFor(editTemplate, {
  positionals: ['template'],
  examples: [
    'steward accounts templates edit branch --time-zone Africa/Nairobi',
    'steward accounts templates edit branch --seats 10 --fix seats,currency --json',
  ],
  sections: templateSections,
  done: 'Changed',
})
