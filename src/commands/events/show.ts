import { commandFor } from '../../cli/command.ts'
import { eventSections } from '../../cli/views/event.ts'
import { showEvent } from '../../services/events/show.ts'

export default commandFor(showEvent, {
  positionals: ['event'],
  examples: ['steward events show 42', 'steward events show 42 --fields type,changes --json'],
  sections: eventSections,
})
