/** Selectors from a file or standard input: one a line, as `-o ids` prints them. */
import { createReadStream } from 'node:fs'
import { invalid } from '../../kernel/errors.ts'

type Bytes = AsyncIterable<Uint8Array>

/** A file, a pipe that has a name, or for `-` standard input. */
export const opened = (path: string, stdin: NodeJS.ReadableStream): Bytes =>
  path === '-' ? (stdin as unknown as Bytes) : createReadStream(path)

/** Blank lines are passed over, ends of lines are of any kind, a byte order mark is no letter. Throws
 * `invalid_input` for what is no text. */
export const selectorsIn = async (bytes: Bytes): Promise<string[]> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const part of bytes) text += decoder.decode(part, { stream: true })
    text += decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw notText('It is not UTF-8.', text)
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    throw invalid(
      'from',
      'What --from names is no file, or can not be read.',
      'It takes a file with one selector on a line, or - for standard input.',
    )
  }
  if (text.includes('\0'))
    throw notText('It has a NUL character.', text.slice(0, text.indexOf('\0')))
  return text
    .split(/\r\n|\n|\r/)
    .map(line => line.trim())
    .filter(line => line !== '')
}

const notText = (what: string, before: string) => {
  const line = before.split(/\r\n|\n|\r/).length
  return invalid(
    'from',
    `This is no list of selectors: ${what}`,
    `Look at line ${line}. A list has one selector on a line, as -o ids prints them.`,
    { line },
  )
}
