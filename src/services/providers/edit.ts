import { StewardError } from '../../kernel/errors.ts'
import { optional, ref, unique } from '../../kernel/fields.ts'
import { reaches } from '../../kernel/permission.ts'
import { operation } from '../world.ts'
import { contactFields, name, reference, storedContact } from './fields.ts'
import { getProvider, updateProvider } from './queries.ts'
import { Provider, providerRecord } from './record.ts'

export const editProvider = operation({
  name: 'providers.edit',
  summary: 'Change what is known of a provider.',
  effect: 'write',
  input: {
    provider: ref('providers', 'The provider: its id or reference.'),
    name: optional(name),
    reference: unique(optional(reference)),
    ...contactFields,
  },
  output: Provider,
  async run({ store, actor }, { provider, name, reference, ...contact }) {
    // Whether a reference is taken says something of other providers.
    if (reference !== undefined && !reaches(actor.level, 'whole')) {
      throw new StewardError('not_allowed', 'A reference is given by who reaches all providers.', {
        field: 'reference',
      })
    }
    const found = await getProvider(store, provider)
    const patch = { name, reference, ...storedContact(contact) }
    return providerRecord(await updateProvider(store, found, patch))
  },
})
