/** A document kept in a file of its own, which only its owner can read. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { invalid } from '../../kernel/errors.ts'
import { jsonText } from './formats.ts'

/** Writes it and answers where it is. A file that is there already is left alone. */
export const saved = (file: string, value: unknown) => {
  const text = jsonText(value)
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw invalid('to', reasonOf(error), 'Name a file that is not there yet.')
  }
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { file, bytes: Buffer.byteLength(text), sha256 }
}

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'EEXIST'
    ? 'There is such a file already.'
    : 'The file can not be written.'
