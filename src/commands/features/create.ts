import { commandFor } from '../../cli/command.ts'
import { featurePage } from '../../cli/views/feature.ts'
import { createFeature } from '../../services/features/create.ts'

export default commandFor(createFeature, {
  examples: [
    'steward features create --reference whatsapp --name WhatsApp',
    'steward features create --reference voice --name "Voice calls" --description "Calls from the platform." --json',
  ],
  sections: featurePage,
  done: 'Added',
})
