import { commandFor } from '../../cli/command.ts'
import { profileSections } from '../../cli/views/profile.ts'
import { showMe } from '../../services/me/show.ts'

export default commandFor(showMe, {
  examples: ['steward me show', 'steward me show --json'],
  sections: profileSections,
})
