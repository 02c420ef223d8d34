import { explanationFor } from '../../cli/help/command.ts'
import { exitCodesTopic } from '../../cli/help/topics.ts'

export default explanationFor('What each exit code says.', exitCodesTopic)
