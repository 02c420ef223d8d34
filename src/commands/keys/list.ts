import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listKeys } from '../../services/keys/list.ts'

export default commandFor(listKeys, {
  examples: ['steward keys list', "steward keys list --filter 'status=active lastUsed<-90d'"],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'name', title: 'name' },
    { key: 'preview', title: 'key', keep: true },
    status,
    when('lastUsedAt', 'last used'),
    when('createdAt', 'created', 2),
  ],
})
