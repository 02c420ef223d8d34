/** Selectors from a file or standard input: one a line, as `-o ids` prints them. */
import { invalid } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'

/** Blank lines are passed over, ends of lines are of any kind, a byte order mark is no letter. Throws
 * `invalid_input` for what is no text. */
export const selectorsIn = async (file: FileInput): Promise<string[]> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const part of file.open()) text += decoder.decode(part, { stream: true })
    text += decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw notText('It is not UTF-8.', text)
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
