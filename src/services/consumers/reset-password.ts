import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { keepSettings, readSettings } from '../settings/queries.ts'
import { operation } from '../world.ts'
import { fetchNamed, knownHolders, wantedBy } from './known.ts'
import { getConsumer } from './queries.ts'
import { fetchResets } from './resets.ts'
import { resetSecrets, sendReset } from './sending.ts'

/** All that the rows of a chunk need, at once. */
const fetchOpen: typeof fetchNamed = async (world, rows) => {
  const { store } = world
  await fetchNamed(world, rows)
  await keepSettings(store, 'platform.url', 'consumers.resetMinutes')
  const named = rows.flatMap(({ input }) => knownHolders(store, wantedBy(input.consumer)) ?? [])
  await fetchResets(
    store,
    named.map(({ key }) => key),
  )
}

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
  prefetch: fetchOpen,
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
