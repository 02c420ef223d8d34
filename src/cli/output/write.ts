/**
 * The only way to stdout and stderr. It waits for a slow reader, and takes a reader that has gone
 * (`steward … | head`) for a quiet end.
 */
import type { Writable } from 'node:stream'

/** As much of a stream as we write to. */
export type Sink = {
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): boolean
}

/** `closed`: nobody reads any more, so there is no point in producing more. */
export type Written = 'written' | 'closed'

/** EPIPE is the reader's end closing; Windows says EOF; a destroyed stream says so itself. */
const gone = new Set(['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'])

const guarded = new WeakSet<Sink>()

/**
 * Resolves once `text` has left the process, so whoever awaits it can't outrun the reader, and an
 * exit right after it cuts nothing off. Rejects with the system's error when the write failed for
 * any reason but a reader that is gone (ENOSPC, EIO).
 */
export function write(stream: Sink, text: string | Uint8Array): Promise<Written> {
  guard(stream)
  return new Promise((resolve, reject) => {
    stream.write(text, error => {
      if (!error) resolve('written')
      else if (gone.has((error as NodeJS.ErrnoException).code ?? '')) resolve('closed')
      else reject(error)
    })
  })
}

/** The error is told to the write's own callback; unheard, its event would also end the process. */
function guard(stream: Sink): void {
  if (guarded.has(stream) || !isStream(stream)) return
  guarded.add(stream)
  stream.on('error', () => {})
}

const isStream = (sink: Sink): sink is Writable => 'on' in sink
