import { commandFor } from '../../../cli/command.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { rejectDocument } from '../../../services/consumers/documents-reject.ts'

export default commandFor(rejectDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents reject doc_01k9x7m2f8e4rbt6c0d5hq3vwz --problems suspected-forgery --yes',
    'steward consumers documents reject doc_01k9x7m2f8e4rbt6c0d5hq3vwz --problems wrong-document,expired --reason "This is a library card" --json',
  ],
  description:
    'A suspected forgery is never told to the person; the other problems are, and your reason. To have another one sent, use documents request instead.',
  sections: documentSections,
  done: 'Rejected',
})
