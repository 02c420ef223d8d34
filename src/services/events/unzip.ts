import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The first bytes of every gzip file (RFC 1952, 2.3.1). */
const isZipped = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The same bytes, unzipped where they are gzip, whatever the name of the file. */
export async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts = bytes[Symbol.asyncIterator]()
  const { value: first, done } = await parts.next()
  if (done) return
  async function* whole() {
    yield first
    for (;;) {
      const next = await parts.next()
      if (next.done) return
      yield next.value
    }
  }
  if (!isZipped(first)) return yield* whole()
  const source = Readable.from(whole())
  const unzip = createGunzip()
  source.on('error', error => unzip.destroy(error))
  yield* source.pipe(unzip)
}

/** What unzipping a damaged or cut file fails with. */
export const isBadZip = (error: unknown): boolean =>
  /^Z_/.test(String((error as { code?: unknown } | null)?.code))
