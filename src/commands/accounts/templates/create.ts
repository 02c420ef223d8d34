import { commandFor } from '../../../cli/command.ts'
import { templateSections } from '../../../cli/views/template.ts'
import { createTemplate } from '../../../services/accounts/templates-create.ts'

export default commandFor(createTemplate, {
  description:
    "steward accounts create --template TEMPLATE copies every value that it isn't given; those that --fix names can not be given otherwise.",
  examples: [
    'steward accounts templates create --name Reseller --reference reseller --currency KES --language sw',
    'steward accounts templates create --name Trial --seats 3 --features sms --tags trial:blue --fix seats,features --json',
  ],
  sections: templateSections,
  done: 'Added',
})
