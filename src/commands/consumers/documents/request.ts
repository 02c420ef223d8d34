import { commandFor } from '../../../cli/command.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { requestDocument } from '../../../services/consumers/documents-request.ts'

export default commandFor(requestDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents request doc_01k9x7m2f8e4rbt6c0d5hq3vwz --problems unreadable --yes',
    'steward consumers documents request doc_01k9x7m2f8e4rbt6c0d5hq3vwz --problems not-complete --reason "The lower edge is cut off" --json',
  ],
  sections: documentSections,
  done: 'Requested',
})
