import { commandFor } from '../../cli/command.ts'
import { changedQuestion, roleSections } from '../../cli/views/role.ts'
import { editRole } from '../../services/roles/edit.ts'

export default commandFor(editRole, {
  positionals: ['role'],
  examples: [
    'steward roles edit "Night shift" --permissions consumers:list,consumers:show',
    'steward roles edit "Night shift" --level account --description "For clients" --json',
  ],
  sections: roleSections,
  question: async preview => changedQuestion(preview.value as never),
  done: 'Changed',
})
