import { unique } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { contactFields, name, reference, storedContact } from './fields.ts'
import { insertProvider } from './queries.ts'
import { Provider, providerRecord } from './record.ts'

export const createProvider = operation({
  name: 'providers.create',
  summary: 'Add a provider: a tenant with accounts, people, a team and a log of its own.',
  effect: 'write',
  level: 'whole',
  input: { name, reference: unique(reference), ...contactFields },
  output: Provider,
  async run({ store, now, ids }, { name, reference, ...contact }) {
    const known = { id: ids.make('prv'), name, reference, createdAt: now }
    return providerRecord(await insertProvider(store, { ...known, ...storedContact(contact) }))
  },
})
