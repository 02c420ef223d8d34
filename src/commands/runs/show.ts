import { commandFor } from '../../cli/command.ts'
import { runSections } from '../../cli/views/run.ts'
import { showRun } from '../../services/runs/show.ts'

export default commandFor(showRun, {
  positionals: ['run'],
  examples: [
    'steward runs show run_01k9p3x4m8e0h9q6t5v2w7y8za',
    'steward runs show run_01k9p3x4m8e0h9q6t5v2w7y8za --fields state,succeeded,failed --json',
  ],
  description:
    'What it did is in the log, an event for each record: steward events list --run RUN.',
  sections: runSections,
})
