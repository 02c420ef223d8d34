import { commandFor } from '../../../cli/command.ts'
import { documentSections } from '../../../cli/views/document.ts'
import { expireDocument } from '../../../services/consumers/documents-expire.ts'

export default commandFor(expireDocument, {
  positionals: ['document'],
  examples: [
    'steward consumers documents expire doc_01k9x7m2f8e4rbt6c0d5hq3vwz --reason "Reported stolen" --yes',
    'steward consumers documents expire doc_01k9x7m2f8e4rbt6c0d5hq3vwz --reason "Moved house" --json',
  ],
  description: 'A document with a last day (--expires-on) expires by itself when that day is over.',
  sections: documentSections,
  done: 'Expired',
})
