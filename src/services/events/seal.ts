/** What the organisation's key signs of an archive: that it is one, of which events, and which file. */
import { canonicalJson } from '../../kernel/canonical.ts'
import { NoteError, parseNote, type Signer, signNote, verifyNote } from '../../kernel/note.ts'

/** `root` in hex, as rows have it. */
export type Sealed = {
  first: number
  last: number
  begins: Date
  ends: Date
  size: number
  root: string
  file: string
  sha256: string
}

/** A checkpoint with one line more. An export of the same events is signed too, and says otherwise:
 * nobody can make one pass for an archive. */
const textOf = (archive: Sealed, origin: string): string => {
  const { first, last, size, root, file, sha256 } = archive
  const times = { begins: archive.begins.toISOString(), ends: archive.ends.toISOString() }
  const said = { format: 'steward-archive/1', first, last, ...times, file, sha256 }
  const base64 = Buffer.from(root, 'hex').toString('base64')
  return `${[origin, size, base64, canonicalJson(said)].join('\n')}\n`
}

export const sealArchive = (archive: Sealed, origin: string, signer: Signer): string =>
  signNote(textOf(archive, origin), signer)

/** Whether `key` signed all that the row says. */
export const isSealed = (
  { seal, ...archive }: Sealed & { seal: string },
  origin: string,
  key: string,
): boolean => {
  try {
    const note = parseNote(seal)
    return note.text === textOf(archive, origin) && verifyNote(note, key)
  } catch (error) {
    // A time or a text that can't be written down again was not what was sealed.
    if (error instanceof NoteError || error instanceof RangeError) return false
    throw error
  }
}
