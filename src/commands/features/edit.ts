import { commandFor } from '../../cli/command.ts'
import { featurePage } from '../../cli/views/feature.ts'
import { editFeature } from '../../services/features/edit.ts'

export default commandFor(editFeature, {
  positionals: ['feature'],
  examples: [
    'steward features edit sms --name "Text messages"',
    'steward features edit sms --reference text-messages --json',
  ],
  sections: featurePage,
  done: 'Changed',
})
