import { explanationFor } from '../../cli/help/command.ts'
import { filtersTopic } from '../../cli/help/topics.ts'

export default explanationFor('How to say which records a list is to have.', filtersTopic)
