import { commandFor } from '../../../cli/command.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { acceptDocument } from '../../../services/consumers/documents-accept.ts'

export default commandFor(acceptDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents accept doc_01k9x7m2f8e4rbt6c0d5hq3vwz --yes',
    'steward consumers documents accept doc_01k9x7m2f8e4rbt6c0d5hq3vwz --expires-on 2031-05-31 --note "Seen on a call" --json',
  ],
  sections: documentSections,
  done: 'Accepted',
})
