/** The rows of a file of accounts. */
import { type RowOptions, readRows } from '../files/rows.ts'
import { broughtFields } from './bringing.ts'
import { Exported } from './exporting.ts'

export { encodings, rowFormats } from '../files/rows.ts'

const imported = Object.keys(broughtFields)

const columns = {
  imported,
  lists: ['tags', 'features'],
  derived: Object.keys(Exported.shape).filter(name => !imported.includes(name)),
}

export const readAccounts = (
  stream: AsyncIterable<Uint8Array>,
  options: RowOptions,
): ReturnType<typeof readRows> => readRows(stream, options, columns)
