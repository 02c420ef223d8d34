import { commandFor } from '../../cli/command.ts'
import { accessColumns } from '../../cli/views/access.ts'
import { reportAccess } from '../../services/team/access-report.ts'

export default commandFor(reportAccess, {
  examples: [
    'steward team access-report',
    'steward team access-report --all -o csv',
    "steward team access-report --filter 'kind=person twoFactor=no' --json",
    "steward team access-report --filter 'lastUsed<-90d'",
  ],
  columns: accessColumns,
})
