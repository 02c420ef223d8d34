import { commandFor } from '../../cli/command.ts'
import { comparedSections } from '../../cli/views/role.ts'
import { compareRoles } from '../../services/roles/compare.ts'

export default commandFor(compareRoles, {
  positionals: ['one', 'other'],
  examples: [
    'steward roles compare support developer',
    'steward roles compare owner administrator --json',
  ],
  sections: comparedSections,
})
