import { commandFor } from '../../cli/command.ts'
import { roleSections } from '../../cli/views/role.ts'
import { createRole } from '../../services/roles/create.ts'

export default commandFor(createRole, {
  examples: [
    'steward roles create --name "Front desk" --base support --permissions consumers:list,consumers:show,consumers:note',
    'steward roles create --name "Client help" --base support --level account --json',
  ],
  sections: roleSections,
  done: 'Made',
})
