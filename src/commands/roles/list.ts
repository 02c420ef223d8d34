import { commandFor } from '../../cli/command.ts'
import { roleColumns } from '../../cli/views/role.ts'
import { listRoles } from '../../services/roles/list.ts'

export default commandFor(listRoles, {
  examples: ['steward roles list', "steward roles list --filter 'kind=custom people=0' --json"],
  columns: roleColumns,
})
