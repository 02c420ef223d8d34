import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { Action } from '../roles/actions.ts'
import { operation } from '../world.ts'
import { providerActions } from './actions.ts'
import { countBeneath } from './beneath.ts'
import { reachDeleted, readProvider } from './queries.ts'
import { ProviderBeneath, providerRecord } from './record.ts'

export const showProvider = operation({
  name: 'providers.show',
  summary: 'One provider, and how much lies beneath it: what disabling it stops.',
  effect: 'read',
  input: { provider: ref('providers', 'The provider: its id or reference.') },
  output: z.extend(ProviderBeneath, { actions: z.array(Action) }),
  async run(world, { provider }) {
    const { store, actor } = world
    await reachDeleted(store, actor)
    const row = await readProvider(store, provider)
    const beneath = await countBeneath(store, row)
    return { ...providerRecord(row), beneath, actions: providerActions(world, row, beneath) }
  },
})
