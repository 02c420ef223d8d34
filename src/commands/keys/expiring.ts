import { commandFor } from '../../cli/command.ts'
import { keyColumns } from '../../cli/views/key.ts'
import { expiringKeys } from '../../services/keys/expiring.ts'

export default commandFor(expiringKeys, {
  examples: ['steward keys expiring', 'steward keys expiring --within 2w --json'],
  columns: keyColumns,
})
