/** One event with its proof out of an export or an archive: with no database. */

import { invalid, notFound } from '../../kernel/errors.ts'
import { leafText } from '../../kernel/event.ts'
import { leafHash } from '../../kernel/merkle.ts'
import { NoteError, parseCheckpoint } from '../../kernel/note.ts'
import { type EventProof, ExportHeader, ProvenEvent, proofFormat } from './proof.ts'

/** By number or by id. Throws `not_found` where it isn't in the file, `invalid_input` where that is
 * none. What it answers proves itself: see verifyFile. */
export const proofFrom = async (
  lines: AsyncIterable<string>,
  selector: string,
): Promise<EventProof> => {
  let header: ExportHeader | undefined
  for await (const line of lines) {
    if (!header) {
      header = parsed(line, text => ExportHeader.parse(text))
      continue
    }
    const event = parsed(line, text => ProvenEvent.parse(text))
    const { sequence, id } = event.leaf
    if (String(sequence) === selector || id === selector) return proofOf(event, header)
  }
  throw notFound('event', 'It is not in this file.')
}

const parsed = <T>(line: string, parse: (value: unknown) => T): T => {
  try {
    return parse(JSON.parse(line))
  } catch {
    throw invalid('archive', 'This is neither an archive nor an export of events.')
  }
}

const proofOf = (event: ProvenEvent, { checkpoint, verifierKey }: ExportHeader): EventProof => {
  const { size, root } = headOf(checkpoint)
  return {
    format: proofFormat,
    ...event,
    leafHash: leafHash(leafText(event.leaf)).toString('base64'),
    index: event.leaf.sequence - 1,
    size,
    root: root.toString('base64'),
    checkpoint,
    verifierKey,
  }
}

const headOf = (note: string) => {
  try {
    return parseCheckpoint(note).checkpoint
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw invalid('archive', 'The checkpoint in this file can not be read.')
  }
}
