import { explanationFor } from '../../cli/help/command.ts'
import { outputTopic } from '../../cli/help/topics.ts'

export default explanationFor('Formats, columns, and what goes where.', outputTopic)
