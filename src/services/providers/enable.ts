import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { countBeneath } from './beneath.ts'
import { getProvider, updateProvider } from './queries.ts'
import { ProviderBeneath, providerRecord } from './record.ts'
import { enable } from './rules.ts'

export const enableProvider = operation({
  name: 'providers.enable',
  summary: 'Let a disabled provider go on: everything beneath it is exactly what it was.',
  effect: 'write',
  level: 'whole',
  confirm: true,
  input: { provider: ref('providers', 'The provider: its id or reference.') },
  output: ProviderBeneath,
  async run({ store }, { provider }) {
    const found = await getProvider(store, provider)
    const row = await updateProvider(store, found, enable(found))
    const beneath = await countBeneath(store, row)
    store.note({ released: beneath })
    return { ...providerRecord(row), beneath }
  },
})
