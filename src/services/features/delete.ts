import { illegalState } from '../../kernel/errors.ts'
import { lockTree } from '../accounts/tree.ts'
import { operation } from '../world.ts'
import { countGranted, getFeature } from './queries.ts'
import { Feature, feature, featureRecord } from './record.ts'
import { featuresTable } from './table.ts'

export const deleteFeature = operation({
  name: 'features.delete',
  summary: 'Take a feature that no account has out of the catalogue.',
  effect: 'destroy',
  input: { feature },
  output: Feature,
  async run({ store }, { feature }) {
    const found = await getFeature(store, feature)
    await lockTree(store)
    const accounts = (await countGranted(store, [found])).get(found.key) ?? 0
    if (accounts > 0) {
      const have = accounts === 1 ? '1 account has it' : `${accounts} accounts have it`
      throw illegalState(`This feature can't be deleted: ${have}.`, {
        hint: `See: steward accounts list --filter feature=${found.reference}`,
        details: { accounts },
      })
    }
    const record = await featureRecord(store, found)
    await store.remove(featuresTable, found)
    return record
  },
})
