/** A document kept in a file of its own, which only its owner can read. */
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { invalid } from '../../kernel/errors.ts'
import { jsonText } from './formats.ts'

/** Throws `invalid_input` for a file that is there already: it is left alone. */
export const refuseTaken = (file: string): void => {
  if (!existsSync(file)) return
  throw invalid('to', 'There is such a file already.', 'Name a file that is not there yet.')
}

/** Writes it and answers where it is. */
export const saved = (file: string, value: unknown) => {
  const text = jsonText(value)
  refuseTaken(file)
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch {
    throw invalid('to', 'The file can not be written.', 'Name one in a folder that is there.')
  }
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { file, bytes: Buffer.byteLength(text), sha256 }
}
