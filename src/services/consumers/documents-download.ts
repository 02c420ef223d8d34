import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import * as fields from '../documents/fields.ts'
import { readDocument } from '../documents/queries.ts'
import { Document, documentRecord } from '../documents/record.ts'
import { type Around, operation } from '../world.ts'

export const downloadDocument = operation({
  name: 'consumers.documents-download',
  summary: 'The content of a document. Who read which one, and its digest, is recorded.',
  effect: 'read',
  level: 'sub-account',
  recorded: true,
  input: { document: fields.document },
  output: z.extend(Document, { content: z.string() }),
  async prepare({ read, gateways, actor }: Around, { document }): Promise<Buffer> {
    const { row } = await read(store => readDocument(store, document))
    const content = await gateways.documents.open(actor.scope.organization, row)
    if (hash('sha256', content, 'hex') === row.sha256) return content
    throw new StewardError('check_failed', 'The content of this document has another digest.', {
      hint: 'The database was altered: see steward events verify.',
    })
  },
  async run({ store, now }, { document }, content) {
    const { row, owner } = await readDocument(store, document)
    store.note({ document: row.id, sha256: row.sha256, bytes: row.bytes })
    return { ...documentRecord(row, owner, now), content: content.toString('base64') }
  },
})
