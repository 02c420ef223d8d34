import { fullRecord } from '../documents/actions.ts'
import * as fields from '../documents/fields.ts'
import { tellRequested } from '../documents/notices.ts'
import { judge } from '../documents/queries.ts'
import { FullDocument } from '../documents/record.ts'
import { checkVerdict, request } from '../documents/rules.ts'
import { operation } from '../world.ts'

export const requestDocument = operation({
  name: 'consumers.documents-request',
  summary: 'Ask for another document in the place of this one, by email, saying what is wrong.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: {
    document: fields.document,
    problems: fields.problemList,
    reason: fields.toldReason,
  },
  output: FullDocument,
  check: ({ problems, reason = null }) => checkVerdict({ problems, reason }),
  async run(world, { document, problems, reason = null }) {
    const { row, owner } = await judge(world, document, from =>
      request(from, { problems, reason }, world.now),
    )
    await tellRequested(world, owner, row)
    return fullRecord(world, { row, owner })
  },
})
