import { commandFor } from '../../cli/command.ts'
import { runColumns } from '../../cli/views/run.ts'
import { listRuns } from '../../services/runs/list.ts'

export default commandFor(listRuns, {
  examples: ['steward runs list', "steward runs list --filter 'state=open,interrupted' --json"],
  columns: runColumns,
})
