import { commandFor } from '../../cli/command.ts'
import { accountStatsSections } from '../../cli/views/account.ts'
import { accountStats } from '../../services/accounts/stats.ts'

export default commandFor(accountStats, {
  examples: ['steward accounts stats', 'steward accounts stats --months 3 --json'],
  sections: accountStatsSections,
})
