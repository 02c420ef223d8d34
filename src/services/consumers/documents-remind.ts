import * as z from 'zod/mini'
import { remindBatch } from '../documents/reminders.ts'
import { operation } from '../world.ts'

export const Reminders = z.object({
  queued: z.number(),
  /** Due, but their owners have no email address. */
  unreachable: z.number(),
  /** Whether another batch is due already. */
  more: z.boolean(),
})

export type Reminders = z.infer<typeof Reminders>

export const remindDocuments = operation({
  name: 'consumers.documents-remind',
  summary:
    'Queue the reminders that are due: 30 and 7 days before a document ends, and when it does.',
  effect: 'write',
  input: {},
  output: Reminders,
  async run(world) {
    const reminded = await remindBatch(world)
    const { queued, unreachable } = reminded
    if (queued + unreachable > 0) world.store.note({ queued, unreachable })
    return reminded
  },
})
