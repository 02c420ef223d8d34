import { commandFor } from '../../cli/command.ts'
import { memberSections } from '../../cli/views/profile.ts'
import { changePassword } from '../../services/me/password.ts'

export default commandFor(changePassword, {
  examples: [
    'steward me password',
    'steward me password --current-file password.txt --new-stdin < new-password.txt',
  ],
  sections: memberSections,
  done: 'Changed',
})
