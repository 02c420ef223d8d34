import { fullRecord } from '../documents/actions.ts'
import * as fields from '../documents/fields.ts'
import { readDocument, sameContent } from '../documents/queries.ts'
import { ComparedDocument } from '../documents/record.ts'
import { operation } from '../world.ts'

export const showDocument = operation({
  name: 'consumers.documents-show',
  summary: 'One document: what is printed on it, and where it stands. The reading is recorded.',
  effect: 'read',
  level: 'sub-account',
  recorded: true,
  input: { document: fields.document },
  output: ComparedDocument,
  async run(world, { document }) {
    const { store } = world
    const { row, owner } = await readDocument(store, document)
    return { ...fullRecord(world, { row, owner }), sameAs: await sameContent(store, row) }
  },
})
