import { commandFor } from '../cli/command.ts'
import { dashboardSections } from '../cli/views/dashboard.ts'
import { showDashboard } from '../services/dashboard/show.ts'

export default commandFor(showDashboard, {
  examples: [
    'steward dashboard',
    'steward dashboard --period week --json',
    'steward dashboard --period 2026-01-01..2026-04-01 --by month',
  ],
  sections: dashboardSections,
})
