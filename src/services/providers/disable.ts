import { optional, ref, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { countBeneath } from './beneath.ts'
import { getProvider, updateProvider } from './queries.ts'
import { ProviderBeneath, providerRecord } from './record.ts'
import { disable } from './rules.ts'

export const disableProvider = operation({
  name: 'providers.disable',
  summary: 'Stop a provider and all beneath it: no sign-in, no key, no message. Nothing is lost.',
  effect: 'write',
  level: 'whole',
  confirm: true,
  input: {
    provider: ref('providers', 'The provider: its id or reference.'),
    reason: optional(text({ about: 'Why; kept with the provider until it is enabled.', max: 500 })),
  },
  output: ProviderBeneath,
  async run({ store, now }, { provider, reason }) {
    const found = await getProvider(store, provider)
    const row = await updateProvider(store, found, disable(found, reason, now))
    const beneath = await countBeneath(store, row)
    store.note({ stopped: beneath })
    return { ...providerRecord(row), beneath }
  },
})
