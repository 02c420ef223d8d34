import { commandFor } from '../../cli/command.ts'
import { memberSections } from '../../cli/views/profile.ts'
import { editMe } from '../../services/me/edit.ts'

export default commandFor(editMe, {
  examples: [
    'steward me edit --first-name Ada --last-name Okafor --country KE',
    'steward me edit --user-name ada --json',
  ],
  sections: memberSections,
  done: 'Changed',
})
