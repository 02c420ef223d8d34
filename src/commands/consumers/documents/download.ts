import { downloadCommandFor } from '../../../cli/download.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { downloadDocument } from '../../../services/consumers/documents-download.ts'

export default downloadCommandFor(downloadDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents download doc_01k9x7m2f8e4rbt6c0d5hq3vwz --to ada.pdf',
    'steward consumers documents download doc_01k9x7m2f8e4rbt6c0d5hq3vwz > copy.pdf',
    'steward consumers documents download doc_01k9x7m2f8e4rbt6c0d5hq3vwz --to . --json',
  ],
  description:
    'The content goes to a file that only you can read, or into a pipe; with --json and no --to it is in the answer, in base64. It is checked against its digest first, and a file that was tampered with is refused.',
  sections: documentSections,
})
