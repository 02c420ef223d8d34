import { optional, text } from '../../kernel/fields.ts'
import { fullRecord } from '../documents/actions.ts'
import * as fields from '../documents/fields.ts'
import { judge } from '../documents/queries.ts'
import { FullDocument } from '../documents/record.ts'
import { accept, checkDays } from '../documents/rules.ts'
import { operation } from '../world.ts'

export const acceptDocument = operation({
  name: 'consumers.documents-accept',
  summary: 'Accept a document. Its owner stays as they are: consumers approve lets them in.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: {
    document: fields.document,
    expiresOn: fields.expiresOn,
    note: optional(text({ about: 'For the team only: the consumer never sees it.', max: 500 })),
  },
  output: FullDocument,
  async run(world, { document, expiresOn, note = null }) {
    const { row, owner } = await judge(world, document, from => {
      checkDays({ issuedOn: from.issuedOn, expiresOn }, world.now)
      return accept(from, { note, expiresOn }, world.now)
    })
    return fullRecord(world, { row, owner })
  },
})
