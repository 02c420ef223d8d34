import { invalid } from '../../kernel/errors.ts'
import { optional, ref, text } from '../../kernel/fields.ts'
import { lockHead } from '../../store/log.ts'
import { type Around, operation } from '../world.ts'
import { countBeneath } from './beneath.ts'
import { getProvider, updateProvider } from './queries.ts'
import { Provider, providerRecord } from './record.ts'
import { remove } from './rules.ts'

export const deleteProvider = operation({
  name: 'providers.delete',
  summary: 'Delete a provider that has nothing left in it. Its log stays, and still verifies.',
  effect: 'destroy',
  level: 'whole',
  sensitive: true,
  input: {
    provider: ref('providers', 'The provider: its id or reference.'),
    confirm: optional(text({ about: "The provider's name." })),
  },
  output: Provider,
  prepare: async ({ dryRun }: Around) => dryRun,
  async run({ store, now }, { provider, confirm }, isDryRun) {
    const found = await getProvider(store, provider)
    // Whoever writes in it comes to the head as well, and finds it deleted then: nobody's passes unseen.
    if (!isDryRun) await lockHead(store)
    const standing = remove(found, await countBeneath(store, found), now)
    if (!isDryRun && confirm !== found.name) throw nameWanted(confirm)
    return providerRecord(await updateProvider(store, found, standing))
  },
})

const nameWanted = (confirm: string | undefined) => {
  const message =
    confirm === undefined
      ? 'A provider is deleted by its name.'
      : 'What confirm says is not the name of this provider.'
  return invalid('confirm', message, 'If that is meant, repeat it with --confirm and its name.')
}
