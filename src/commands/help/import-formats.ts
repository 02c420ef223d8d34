import { explanationFor } from '../../cli/help/command.ts'
import { importFormatsTopic } from '../../cli/help/import-formats.ts'

export default explanationFor('Files that imports read.', importFormatsTopic)
