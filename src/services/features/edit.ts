import { optional } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { getFeature, updateFeature } from './queries.ts'
import { Feature, feature, featureRecord, featureReference, featureTexts } from './record.ts'

export const editFeature = operation({
  name: 'features.edit',
  summary: 'Change what a feature is called. The accounts that have it keep it.',
  effect: 'write',
  input: { feature, reference: optional(featureReference), ...featureTexts },
  output: Feature,
  async run({ store }, { feature, ...patch }) {
    const found = await getFeature(store, feature)
    return featureRecord(store, await updateFeature(store, found, patch))
  },
})
