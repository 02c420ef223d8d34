/** An import file as lines. They come in blocks, decoded together: a line at a time would cost more
 * than what is done with it. */
import { isUtf8 } from 'node:buffer'
import { invalid } from '../../../kernel/errors.ts'
import { type BadLine, badByte, longest, type Source } from './bytes.ts'

export type Lines = {
  /** Without what ends them; the CR of a CRLF is still there. */
  texts: string[]
  /** By where in `texts` they stand: lines with a byte that can't be read. */
  bad: Map<number, BadLine> | null
}

const lf = 0x0a
const cr = 0x0d

/** What ends a line: LF, before which a CR may stand; or CR alone, as on very old systems. */
export const lineEndOf = ({ head }: Source): '\n' | '\r' =>
  !head.includes(lf) && head.includes(cr) ? '\r' : '\n'

/** Every line of the file in order; a last one without an end counts, an empty one doesn't. */
export async function* linesOf(source: Source): AsyncGenerator<Lines> {
  const end = lineEndOf(source)
  const mark = end.charCodeAt(0)
  let rest: Buffer[] = []
  let held = 0
  for await (const part of source.bytes) {
    const last = part.lastIndexOf(mark)
    if (last < 0) {
      rest.push(part)
      held += part.length
      if (held > longest) throw invalid('file', 'The file has a line of more than 16 MB.')
      continue
    }
    yield decoded(Buffer.concat([...rest, part.subarray(0, last)]), end)
    rest = [part.subarray(last + 1)]
    held = part.length - last - 1
  }
  const bytes = Buffer.concat(rest)
  if (bytes.length > 0) yield decoded(bytes, end)
}

const decoded = (bytes: Buffer, end: string): Lines => {
  const texts = bytes.toString('utf8').split(end)
  return { texts, bad: isUtf8(bytes) ? null : badLines(bytes, end) }
}

const badLines = (bytes: Buffer, end: string): Map<number, BadLine> => {
  const bad = new Map<number, BadLine>()
  for (let at = 0, from = 0; from <= bytes.length; at++) {
    const next = bytes.indexOf(end, from)
    const to = next < 0 ? bytes.length : next
    const line = bytes.subarray(from, to)
    const found = badByte(line)
    if (found) bad.set(at, { ...found, bytes: line })
    from = to + 1
  }
  return bad
}
