import { commandFor } from '../../cli/command.ts'
import { keyColumns } from '../../cli/views/key.ts'
import { listKeys } from '../../services/keys/list.ts'

export default commandFor(listKeys, {
  examples: [
    'steward keys list',
    'steward keys list --search nightly --json',
    "steward keys list --filter 'status=active lastUsed<-90d'",
    "steward keys list --filter 'expires=none'",
  ],
  columns: keyColumns,
})
