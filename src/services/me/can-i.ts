import * as z from 'zod/mini'
import { optional, ref, text } from '../../kernel/fields.ts'
import { questionOf, stepsOf, verdictOf } from '../roles/why.ts'
import { operation } from '../world.ts'

export const canI = operation({
  name: 'me.can-i',
  summary: 'Whether you may do something, or do it to a record, at this moment.',
  effect: 'read',
  level: 'sub-account',
  input: {
    operation: text({ about: 'What: consumers.suspend, or consumers:suspend.', max: 80 }),
    record: optional(ref('consumers', 'To which record: as the operation itself is told.')),
  },
  output: z.object({ allowed: z.boolean(), because: z.string() }),
  prepare: (_, { operation, record }) => questionOf(operation, record),
  async run(world, { record }, question) {
    const { allowed, because } = verdictOf(await stepsOf(world, question, record))
    return { allowed, because }
  },
})
