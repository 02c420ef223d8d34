import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { readSettings } from '../settings/queries.ts'
import { operation } from '../world.ts'
import { getConsumer } from './queries.ts'
import { resetSecrets, sendReset } from './sending.ts'

export const resetPassword = operation({
  name: 'consumers.reset-password',
  summary: 'Send a consumer a one-use link, or a code, to set a new password.',
  effect: 'write',
  level: 'sub-account',
  sensitive: true,
  confirm: true,
  input: { consumer: ref('consumers') },
  output: z.object({
    id: z.string(),
    kind: z.enum(['link', 'code']),
    sentTo: z.string(),
    expiresAt: z.string(),
  }),
  prepare: async ({ ids, dryRun }) => resetSecrets(ids, dryRun),
  async run(world, { consumer }, secrets) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    const { 'consumers.resetMinutes': minutes } = await readSettings(
      store,
      'consumers.resetMinutes',
    )
    const lasting = { minutes, data: { minutes } }
    return sendReset(world, found, secrets, {
      link: { ...lasting, template: 'consumer.reset-link' },
      code: { ...lasting, template: 'consumer.reset-code' },
    })
  },
})
