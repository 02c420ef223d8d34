import { commandFor } from '../../cli/command.ts'
import { checkpointEvents } from '../../services/events/checkpoint.ts'

export default commandFor(checkpointEvents, {
  examples: [
    'steward events checkpoint > checkpoint.txt',
    'steward events checkpoint --fields verifierKey --json',
  ],
  description:
    'Prints a signed note (c2sp.org/tlog-checkpoint), nothing else. Keep it where whoever can write to the database can not.',
  text: ({ note }: { note: string }) => note,
})
