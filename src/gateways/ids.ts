/**
 * Ids and random text. An id is a UUIDv7 (RFC 9562, monotonic within a process) behind a type
 * prefix, written in Crockford's base 32 as TypeID does: 26 characters that sort by time and can be
 * selected by a double click.
 */
import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { Ids } from '../kernel/context.ts'

const base32 = '0123456789abcdefghjkmnpqrstvwxyz'
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 128 bits as 26 characters of 5 bits, the first of which carries only 3. */
export const encodeId = (bytes: Uint8Array): string => {
  let text = ''
  let buffer = 0
  let bits = 2
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32[(buffer >> bits) & 31]
    }
    buffer &= (1 << bits) - 1
  }
  return text
}

/** Random bytes by the pool: one system call for many ids. */
const pool = Buffer.alloc(4096)
let used = pool.length

const randomBytes = (length: number): Buffer => {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const taken = Buffer.from(pool.subarray(used, used + length))
  pool.fill(0, used, used + length)
  used += length
  return taken
}

/** RFC 9562, 6.2, method 1: within a millisecond a counter goes on from where it was, and so it does
 * when the clock is set back. */
let last = { msecs: 0, seq: 0 }

const uuid = (): Uint8Array => {
  const random = randomBytes(16)
  const now = Date.now()
  // Half of the counter's room is left to count on in.
  if (now > last.msecs) last = { msecs: now, seq: random.readUInt32BE(6) >>> 1 }
  else last.seq += 1
  return v7({ random, ...last }, new Uint8Array(16))
}

/** Characters drawn evenly: bytes past the last full round of the alphabet are thrown away. */
const draw = (alphabet: string, length: number): string => {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    const [byte] = randomBytes(1)
    if (byte! < limit) text += alphabet[byte! % alphabet.length]
  }
  return text
}

export const randomIds: Ids = {
  make: prefix => `${prefix}_${encodeId(uuid())}`,
  token: length => draw(base62, length),
  digits: length => draw('0123456789', length),
  bytes: randomBytes,
}
