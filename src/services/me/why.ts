import * as z from 'zod/mini'
import { optional, ref, text } from '../../kernel/fields.ts'
import { questionOf, Step, stepsOf, verdictOf } from '../roles/why.ts'
import { operation } from '../world.ts'

export const why = operation({
  name: 'me.why',
  summary: 'Why you may do something, or may not: role, scope, state and policy, one by one.',
  effect: 'read',
  level: 'sub-account',
  input: {
    operation: text({ about: 'What: consumers.suspend, or consumers:suspend.', max: 80 }),
    record: optional(ref('consumers', 'To which record: as the operation itself is told.')),
  },
  output: z.object({
    operation: z.string(),
    allowed: z.boolean(),
    because: z.string(),
    steps: z.array(Step),
  }),
  prepare: (_, { operation, record }) => questionOf(operation, record),
  async run(world, { record }, question) {
    const steps = await stepsOf(world, question, record)
    const { allowed, because } = verdictOf(steps)
    return { operation: question.operation.name, allowed, because, steps }
  },
})
