import { explanationFor } from '../../cli/help/command.ts'
import { scriptingTopic } from '../../cli/help/topics.ts'

export default explanationFor('Steward in scripts and cron.', scriptingTopic)
