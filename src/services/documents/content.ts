/** What may be a document, judged by its content: names and endings are never asked. */
import { hash } from 'node:crypto'
import { invalid } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'
import { hasAction, hasArchive, hasMarkup, isWhole } from './containers.ts'

export const mostBytes = 20 * 1024 * 1024

/** The types taken, with the ending that a copy gets. */
export const endings: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'image/tiff': 'tiff',
}

const taken = 'PDF, JPEG, PNG, WebP, HEIC or TIFF, of 20 MB at most.'

export type Content = { content: Buffer; mediaType: string; sha256: string }

const wrong = (message: string, hint = `A document is a file of ${taken}`) =>
  invalid('file', message, hint)

/** Reads a file and proves that it is a document. Throws `invalid_input`, saying what it is not. */
export const readContent = async (file: FileInput): Promise<Content> => {
  const content = await contentOf(file)
  if (content.length === 0) throw wrong('The file is empty.')
  const mediaType = await typeOf(content)
  if (!isWhole(mediaType, content)) {
    throw wrong('The file is cut off: its end is missing.', 'Ask for it again, or scan it anew.')
  }
  if (hasArchive(content) || hasMarkup(content)) {
    throw wrong('The file is something else as well: there is an archive or a page in it.')
  }
  if (mediaType === 'application/pdf' && hasAction(content)) {
    throw wrong(
      'This PDF has scripts, actions or attachments in it.',
      'Print it into a new PDF: that leaves them out.',
    )
  }
  return { content, mediaType, sha256: hash('sha256', content, 'hex') }
}

const contentOf = async (file: FileInput): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of file.open()) {
    length += part.length
    if (length > mostBytes) throw wrong('The file is larger than 20 MB.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const typeOf = async (content: Buffer): Promise<string> => {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(content)
  if (found && Object.hasOwn(endings, found.mime)) return found.mime
  throw wrong(
    found
      ? `The file is no document: its content is ${found.mime}.`
      : 'The file is no document: its content is nothing that is known.',
  )
}
