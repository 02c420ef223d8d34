import { commandFor } from '../../cli/command.ts'
import { roleSections } from '../../cli/views/role.ts'
import { deleteRole } from '../../services/roles/delete.ts'

export default commandFor(deleteRole, {
  positionals: ['role'],
  examples: ['steward roles delete "Night shift" --yes'],
  sections: roleSections,
  done: 'Deleted',
})
