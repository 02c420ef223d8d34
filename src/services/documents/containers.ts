/**
 * Where a file of each kind ends, by its own structure. A file that is cut off has no end; what
 * stands behind the end is not part of the picture.
 */

/** The offset just past the end, or null when the end isn't there. */
type End = (content: Buffer) => number | null

/** PNG (ISO/IEC 15948): chunks of length, type, data and CRC, the last of them IEND. */
const endOfPng: End = content => {
  let at = 8
  while (at + 12 <= content.length) {
    const type = content.toString('latin1', at + 4, at + 8)
    at += 12 + content.readUInt32BE(at)
    if (type === 'IEND') return at <= content.length ? at : null
  }
  return null
}

/** Markers that stand alone: TEM, RST0 to RST7 and a fill byte. */
const standsAlone = (marker: number) =>
  marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) || marker === 0xff

/** JPEG (ITU T.81): segments with a length each; behind a scan's head, data up to the next marker. */
const endOfJpeg: End = content => {
  let at = 2
  while (at + 1 < content.length) {
    if (content[at] !== 0xff) return null
    const marker = content[at + 1]!
    if (marker === 0xd9) return at + 2
    if (standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (at + 4 > content.length) return null
    at += 2 + content.readUInt16BE(at + 2)
    if (marker === 0xda) at = endOfScan(content, at)
  }
  return null
}

/** The next marker behind entropy-coded data, in which FF is followed by 00 or a restart. */
const endOfScan = (content: Buffer, from: number): number => {
  for (let at = content.indexOf(0xff, from); at !== -1; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1]
    if (next === undefined) break
    if (next !== 0x00 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
  }
  return content.length
}

/** WebP: one RIFF chunk, padded to an even length. */
const endOfWebp: End = content => {
  const end = 8 + content.readUInt32LE(4)
  return end <= content.length && end > 20 ? end : null
}

/** HEIC (ISO/IEC 14496-12): boxes with a length each, among them one that says what the picture is
 * and one that has it. */
const endOfHeic: End = content => {
  let at = 0
  const found = new Set<string>()
  while (at + 8 <= content.length) {
    const short = content.readUInt32BE(at)
    const type = content.toString('latin1', at + 4, at + 8)
    const size = short === 1 && at + 16 <= content.length ? bigSize(content, at + 8) : short
    // Length 0 is up to the end of the file.
    const end = size === 0 ? content.length : at + size
    if (size !== 0 && size < 8) return null
    if (end > content.length) return null
    found.add(type)
    at = end
  }
  return at === content.length && found.has('meta') && found.has('mdat') ? at : null
}

const bigSize = (content: Buffer, at: number): number => Number(content.readBigUInt64BE(at))

/** TIFF 6.0: directories linked by offsets, which may stand anywhere; the last one has no next. */
const endOfTiff: End = content => {
  const little = content.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (little ? content.readUInt16LE(at) : content.readUInt16BE(at))
  const long = (at: number) => (little ? content.readUInt32LE(at) : content.readUInt32BE(at))
  let at = long(4)
  for (let directories = 0; directories < 1000; directories++) {
    if (at < 8 || at + 2 > content.length) return null
    const next = at + 2 + 12 * short(at)
    if (next + 4 > content.length) return null
    at = long(next)
    if (at === 0) return content.length
  }
  return null
}

/** PDF (ISO 32000): the last line says so, give or take what mailers add behind it. */
const endOfPdf: End = content => {
  const at = content.lastIndexOf('%%EOF')
  return at !== -1 && at >= content.length - 2048 ? content.length : null
}

const ends: Record<string, End> = {
  'application/pdf': endOfPdf,
  'image/png': endOfPng,
  'image/jpeg': endOfJpeg,
  'image/webp': endOfWebp,
  'image/heic': endOfHeic,
  'image/heif': endOfHeic,
  'image/tiff': endOfTiff,
}

/** Whether the file has its end: it was not cut off on the way. */
export const isWhole = (mediaType: string, content: Buffer): boolean => {
  try {
    return ends[mediaType]!(content) !== null
  } catch (error) {
    // A length that leads out of the file.
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Whether it is a ZIP archive as well: those are read from their end, whatever stands before. */
export const hasArchive = (content: Buffer): boolean => {
  const from = Math.max(0, content.length - 65_557)
  for (let at = content.indexOf('PK\x05\x06', from); at !== -1; ) {
    const room = at + 22 <= content.length
    if (room && content.readUInt32LE(at + 12) + content.readUInt32LE(at + 16) <= at) return true
    at = content.indexOf('PK\x05\x06', at + 1)
  }
  return false
}

const markup = /<(?:script|html|!doctype html|iframe|\?php)\b/i

/** Whether a browser or a server could be led to run something of it. */
export const hasMarkup = (content: Buffer): boolean => markup.test(content.toString('latin1'))

const action = /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b/

/** Whether a PDF names something that acts or is attached, however the name is spelt. What lies in its
 * compressed parts isn't seen. */
export const hasAction = (content: Buffer): boolean =>
  action.test(
    content
      .toString('latin1')
      .replace(/#([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
