/**
 * The bytes of an import file: how they are encoded, and where they are not what they should be. A
 * byte that can't be read is the fault of its row, so nothing is decoded before rows are apart.
 */
import { isUtf8 } from 'node:buffer'
import { invalid } from '../../../kernel/errors.ts'

export const encodings = ['utf-8', 'utf-16', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** How much of a file is looked at to find out what it is. */
const headBytes = 65_536

/** More without a line's or an element's end is no file of rows. */
export const longest = 16 * 1024 * 1024

export type Source = {
  /** The beginning, as UTF-8 and without its mark. */
  head: Buffer
  /** All of it, the head included, as UTF-8. */
  bytes: AsyncGenerator<Buffer>
  /** How many bytes of the file itself were read so far. */
  read(): number
}

/** Reads as far as the head. Throws `invalid_input` for an encoding that nobody spoke of. */
export const sourceOf = async (
  stream: AsyncIterable<Uint8Array>,
  encoding: Encoding = 'utf-8',
): Promise<Source> => {
  let count = 0
  async function* counted() {
    for await (const part of stream) {
      count += part.length
      yield Buffer.from(part.buffer, part.byteOffset, part.length)
    }
  }
  const raw = counted()
  const opening = await beginning(raw)
  async function* again() {
    if (opening.length > 0) yield opening
    yield* raw
  }
  // The mark of UTF-8 goes before whatever is said: failed rows are written with it.
  const isPlain = encoding === 'utf-8' || isMarked(opening)
  const text = isPlain ? again() : recoded(again(), encoding)
  const first = await beginning(text)
  if (isPlain) refuseUtf16(first)
  const head = withoutMark(first)
  async function* bytes() {
    if (head.length > 0) yield head
    yield* text
  }
  return { head, bytes: bytes(), read: () => count }
}

const beginning = async (stream: AsyncGenerator<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  let length = 0
  while (length < headBytes) {
    const { value, done } = await stream.next()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

const isMarked = (head: Buffer): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf

const withoutMark = (head: Buffer): Buffer => (isMarked(head) ? head.subarray(3) : head)

/** Read as UTF-8 it would be a text full of NUL characters. */
const refuseUtf16 = (head: Buffer): void => {
  const [a, b, c, d] = head
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
  const bare = (a === 0 && c === 0) || (b === 0 && d === 0)
  if (!marked && !bare) return
  throw invalid(
    'file',
    'The file is UTF-16 and not UTF-8: that shows at line 1, column 1.',
    'Read it with --encoding utf-16, or save it as UTF-8.',
    { line: 1, column: 1 },
  )
}

async function* recoded(stream: AsyncGenerator<Buffer>, encoding: Encoding) {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  try {
    for await (const part of stream) {
      decoder ??= new TextDecoder(named(encoding, part), { fatal: true })
      yield Buffer.from(decoder.decode(part, { stream: true }))
    }
    if (decoder) yield Buffer.from(decoder.decode())
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw invalid('file', `The file is not ${encoding}.`, 'Leave --encoding out if it is UTF-8.')
  }
}

/** Which of the two orders UTF-16 is in says its mark; Windows writes the little end first. */
const named = (encoding: Encoding, first: Buffer): string => {
  if (encoding !== 'utf-16') return encoding
  return first[0] === 0xfe ? 'utf-16be' : 'utf-16le'
}

/** A byte that is not UTF-8, by the character of its line that it would be. */
export type BadByte = { column: number; byte: string }

/** A line that has one, as it is. */
export type BadLine = BadByte & { bytes: Buffer }

/** The first one of a line; null where there is none. */
export const badByte = (line: Buffer): BadByte | null => {
  if (isUtf8(line)) return null
  let [good, high] = [0, line.length]
  while (good < high) {
    const middle = (good + high + 1) >> 1
    if (isBeginning(line.subarray(0, middle))) good = middle
    else high = middle - 1
  }
  while (!isUtf8(line.subarray(0, good))) good -= 1
  const column = line.toString('utf8', 0, good).length + 1
  return { column, byte: line[good]!.toString(16).toUpperCase().padStart(2, '0') }
}

/** Good as far as it goes: at most its last character is cut. */
const isBeginning = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some(cut => cut <= bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)))

export const badByteText = ({ column, byte }: BadByte): string =>
  `Character ${column} of the line is not UTF-8 (byte ${byte}): save the file as UTF-8, or give its --encoding.`
