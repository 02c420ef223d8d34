import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { countBeneath, reachDeleted, readProvider } from './queries.ts'
import { ProviderBeneath, providerRecord } from './record.ts'

export const showProvider = operation({
  name: 'providers.show',
  summary: 'One provider, and how much lies beneath it: what disabling it stops.',
  effect: 'read',
  input: { provider: ref('providers', 'The provider: its id or reference.') },
  output: ProviderBeneath,
  async run({ store, actor }, { provider }) {
    await reachDeleted(store, actor)
    const row = await readProvider(store, provider)
    return { ...providerRecord(row), beneath: await countBeneath(store, row) }
  },
})
