import { commandFor } from '../../cli/command.ts'
import { featurePage } from '../../cli/views/feature.ts'
import { deleteFeature } from '../../services/features/delete.ts'

export default commandFor(deleteFeature, {
  positionals: ['feature'],
  examples: ['steward features delete email --yes', 'steward features delete email --dry-run'],
  sections: featurePage,
  done: 'Deleted',
})
