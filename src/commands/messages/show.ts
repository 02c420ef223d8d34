import { commandFor } from '../../cli/command.ts'
import { messageSections } from '../../cli/views/message.ts'
import { showMessage } from '../../services/messages/show.ts'

export default commandFor(showMessage, {
  positionals: ['message'],
  examples: [
    'steward messages show msg_01k9p3x4m8e0h9q6t5v2w7y8za',
    'steward messages show msg_01k9p3x4m8e0h9q6t5v2w7y8za --fields status,text --json',
  ],
  sections: messageSections,
})
