import { fullRecord } from '../documents/actions.ts'
import * as fields from '../documents/fields.ts'
import { tellRejected } from '../documents/notices.ts'
import { judge } from '../documents/queries.ts'
import { FullDocument } from '../documents/record.ts'
import { checkVerdict, reject } from '../documents/rules.ts'
import { operation } from '../world.ts'

export const rejectDocument = operation({
  name: 'consumers.documents-reject',
  summary: 'Turn a document down, and tell its owner by email what is wrong with it.',
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
      reject(from, { problems, reason }, world.now),
    )
    await tellRejected(world, owner, row)
    return fullRecord(world, { row, owner })
  },
})
