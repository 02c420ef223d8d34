import { commandFor } from '../cli/command.ts'
import { whySections } from '../cli/views/why.ts'
import { why } from '../services/me/why.ts'

export default commandFor(why, {
  positionals: ['operation', 'record'],
  examples: ['steward why consumers.suspend ada@example.org', 'steward why roles.create --json'],
  sections: whySections,
})
