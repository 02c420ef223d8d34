import { commandFor } from '../../../cli/command.ts'
import { documentSections, keptNote } from '../../../cli/views/document.ts'
import { addDocument } from '../../../services/consumers/documents-add.ts'

export default commandFor(addDocument, {
  positionals: ['consumer', 'file'],
  examples: [
    'steward consumers documents add ada@example.org passport.pdf --kind passport --json',
    'steward consumers documents add ada@example.org - --kind id-card --side front < card.jpg',
    'steward consumers documents add ada@example.org passport.pdf --kind passport --number A123 --country TZ --expires-on 2031-05-31',
  ],
  description:
    'What the file is, is judged by its content; - reads standard input. It is encrypted into the documents folder (STEWARD_DOCUMENTS, else documents in STEWARD_HOME): back that up beside the database. It takes the place of what was requested of the same kind and side.',
  sections: documentSections,
  note: keptNote,
})
