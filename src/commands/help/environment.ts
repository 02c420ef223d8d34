import { explanationFor } from '../../cli/help/command.ts'
import { environmentTopic } from '../../cli/help/topics.ts'

export default explanationFor(
  'Where a command works, and the variables it reads.',
  environmentTopic,
)
