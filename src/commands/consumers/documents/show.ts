import { commandFor } from '../../../cli/command.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { showDocument } from '../../../services/consumers/documents-show.ts'

export default commandFor(showDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents show doc_01k9x7m2f8e4rbt6c0d5hq3vwz',
    'steward consumers documents show doc_01k9x7m2f8e4rbt6c0d5hq3vwz --json',
  ],
  sections: documentSections,
})
