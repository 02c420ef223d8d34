import { operation } from '../world.ts'
import { insertFeature } from './queries.ts'
import { Feature, featureRecord, featureReference, featureTexts } from './record.ts'

export const createFeature = operation({
  name: 'features.create',
  summary: 'Add a feature to what a provider has to give. No account has it yet.',
  effect: 'write',
  input: { reference: featureReference, ...featureTexts },
  output: Feature,
  async run({ store, now, ids }, { reference, name = reference, description = null }) {
    const row = { id: ids.make('ftr'), reference, name, description, createdAt: now }
    return featureRecord(store, await insertFeature(store, row))
  },
})
