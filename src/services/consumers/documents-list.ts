import { pageOf } from '../../kernel/list.ts'
import { documentFields, documentPage } from '../documents/listing.ts'
import { Document } from '../documents/record.ts'
import { operation } from '../world.ts'

export const listDocuments = operation({
  name: 'consumers.documents-list',
  summary: 'Documents of consumers, or of one of them, the newest first.',
  effect: 'read',
  level: 'sub-account',
  input: documentFields,
  output: pageOf(Document),
  run: ({ store, now }, input) => documentPage(store, now, input),
})
