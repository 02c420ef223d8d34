import { text } from '../../kernel/fields.ts'
import { fullRecord } from '../documents/actions.ts'
import * as fields from '../documents/fields.ts'
import { judge } from '../documents/queries.ts'
import { FullDocument } from '../documents/record.ts'
import { expire } from '../documents/rules.ts'
import { operation } from '../world.ts'

export const expireDocument = operation({
  name: 'consumers.documents-expire',
  summary: 'Let an accepted document no longer count, before its day or without one.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: {
    document: fields.document,
    reason: text({ about: 'Why; kept with the document, and not sent.', max: 500 }),
  },
  output: FullDocument,
  async run(world, { document, reason }) {
    const { row, owner } = await judge(world, document, from => expire(from, reason, world.now))
    return fullRecord(world, { row, owner })
  },
})
