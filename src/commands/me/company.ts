import { commandFor } from '../../cli/command.ts'
import { memberSections } from '../../cli/views/profile.ts'
import { myCompany } from '../../services/me/company.ts'

export default commandFor(myCompany, {
  examples: ["steward me company --name 'Acme Ltd' --city Nairobi --country KE"],
  sections: memberSections,
  done: 'Changed',
})
