/** The rows of a file of the team. */
import { type RowOptions, readRows } from '../files/rows.ts'
import { Exported } from './exporting.ts'
import { importSupervisor } from './import.ts'

export { encodings, rowFormats } from '../files/rows.ts'

const imported = Object.keys(importSupervisor.input).filter(name => name !== 'onConflict')

const columns = {
  imported,
  lists: ['accounts', 'subAccounts'],
  derived: Object.keys(Exported.shape).filter(name => !imported.includes(name)),
}

export const readTeam = (
  stream: AsyncIterable<Uint8Array>,
  options: RowOptions,
): ReturnType<typeof readRows> => readRows(stream, options, columns)
