import * as fields from '../documents/fields.ts'
import { readDocument } from '../documents/queries.ts'
import { FullDocument, fullRecord } from '../documents/record.ts'
import { operation } from '../world.ts'

export const showDocument = operation({
  name: 'consumers.documents-show',
  summary: 'One document: what is printed on it, and where it stands. The reading is recorded.',
  effect: 'read',
  recorded: true,
  input: { document: fields.document },
  output: FullDocument,
  async run({ store, now }, { document }) {
    const { row, owner } = await readDocument(store, document)
    return fullRecord(row, owner, now)
  },
})
