/**
 * The text of an API key: a prefix that scanners know, 32 random characters, and a CRC-32 of both in
 * six more, so that a mistyped or cut key is refused without asking the database.
 */
import { hash } from 'node:crypto'
import type { Ids } from '../../kernel/context.ts'

const prefix = 'stw_live_'
const shape = /^stw_live_[0-9A-Za-z]{38}$/
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** CRC-32 as zlib has it (polynomial 0xedb88320). Node's own comes with all of its streams. */
const crc32 = (text: string): number => {
  let rest = -1
  for (const byte of Buffer.from(text)) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0)
  }
  return ~rest >>> 0
}

const checksum = (text: string): string => {
  let rest = crc32(text)
  let encoded = ''
  for (let place = 0; place < 6; place++) {
    encoded = base62[rest % 62] + encoded
    rest = Math.floor(rest / 62)
  }
  return encoded
}

export const makeKey = (ids: Ids): string => {
  const body = `${prefix}${ids.token(32)}`
  return body + checksum(body)
}

export const isWellFormed = (key: string): boolean =>
  shape.test(key) && checksum(key.slice(0, -6)) === key.slice(-6)

/** What is kept of a key. A fast hash is enough for 190 random bits. */
export const digestOf = (key: string): string => hash('sha256', key, 'hex')

/** What is shown of a key afterwards. */
export const previewOf = (key: string): string => `${prefix}…${key.slice(-4)}`
