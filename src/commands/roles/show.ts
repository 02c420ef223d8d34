import { commandFor } from '../../cli/command.ts'
import { roleSections } from '../../cli/views/role.ts'
import { showRole } from '../../services/roles/show.ts'

export default commandFor(showRole, {
  positionals: ['role'],
  examples: [
    'steward roles show support',
    'steward roles show administrator --fields allowed --json',
  ],
  sections: roleSections,
})
