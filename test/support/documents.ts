/** Small files of each kind that a document may be, made by hand from their formats. */
import { crc32, deflateSync } from 'node:zlib'
import type { FileInput } from '../../src/kernel/fields.ts'
import { addDocument } from '../../src/services/consumers/documents-add.ts'
import type { FullDocument } from '../../src/services/documents/record.ts'
import type { House } from './house.ts'

const u32 = (value: number, little = false): Buffer => {
  const bytes = Buffer.alloc(4)
  if (little) bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([u32(data.length), body, u32(crc32(body))])
}

/** One pixel; `shade` makes another picture of it. */
export const png = (shade = 0): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(1), u32(1), Buffer.from([8, 0, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.from([0, shade]))),
    chunk('IEND', Buffer.alloc(0)),
  ])

/** Markers and lengths as a JPEG has them, around data that is no picture. */
export const jpeg = (): Buffer =>
  Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.from('12ff0034ffd056', 'hex'),
    Buffer.from('ffd9', 'hex'),
  ])

export const webp = (): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBPVP8L'), u32(10, true), Buffer.alloc(10, 0x2f)])
  return Buffer.concat([Buffer.from('RIFF'), u32(body.length, true), body])
}

const box = (type: string, data: Buffer): Buffer =>
  Buffer.concat([u32(8 + data.length), Buffer.from(type, 'latin1'), data])

export const heic = (): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    box('meta', Buffer.alloc(12)),
    box('mdat', Buffer.alloc(8)),
  ])

export const tiff = (): Buffer =>
  Buffer.concat([Buffer.from('II*\0', 'latin1'), u32(8, true), Buffer.alloc(2), u32(0), u32(0)])

export const pdf = (inside = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`,
    'latin1',
  )

/** An empty archive: its end is all there is of it. */
export const archive = (): Buffer => Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])

/** Content as an operation is given it; its name says nothing. */
export const fileOf = (content: Buffer): FileInput => ({
  name: 'upload.bin',
  async *open() {
    yield content
  },
  digest: async () => content.toString('hex'),
})

/** A document of this consumer, in this house. */
export const addTo = (
  house: House,
  consumer: string,
  more: Record<string, unknown> = {},
  content = png(),
): Promise<FullDocument> =>
  house.ask(addDocument, { consumer, file: fileOf(content), kind: 'passport', ...more })
