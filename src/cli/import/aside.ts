/**
 * A large file is read on a thread of its own, which works out what its rows come to while those before
 * them are written: see ../../thread.ts.
 */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { StewardError } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'
import type { Batch, ImportHead, ReadFlags, Reading, Wanted } from './file.ts'
import { type Packed, unpacked } from './packed.ts'

/** What the thread is started with. */
export type Task = { operation: string; path: string; flags: ReadFlags & { source: boolean } }

/** What it says. */
export type Said =
  | { head: ImportHead }
  | { batch: Packed }
  | { ended: true }
  | { error: Pick<StewardError, 'code' | 'message' | 'hint' | 'field' | 'details'> }

/** What it is told: which rows are wanted, once; and for how many more batches there is room. */
export type Told = { wanted: Wanted } | { room: number }

/** Where it begins to pay, in bytes: a thread takes a tenth of a second to start. */
const large = 1_000_000

/** Batches that wait here at most. */
const room = 6

/** Null where it isn't worth a thread, or there is none: from source, or on a single core. */
export const readAside = async (
  operation: string,
  file: FileInput,
  flags: Task['flags'],
): Promise<Reading | null> => {
  const entry = typeof __dirname === 'string' ? join(__dirname, 'thread.js') : ''
  // The thread knows files of people alone: nothing else is as long.
  const worth =
    operation === 'consumers.import' &&
    !file.isPiped &&
    (file.size ?? 0) >= large &&
    availableParallelism() > 1
  if (!worth || !existsSync(entry)) return null
  const { Worker } = await import('node:worker_threads')
  const workerData: Task = { operation, path: file.name, flags }
  const argv = operation.split('.')
  const worker = new Worker(entry, {
    workerData,
    argv,
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  const said = heardFrom(worker)
  const close = async () => void (await worker.terminate())
  try {
    const { value } = await said.next()
    return { head: (value as { head: ImportHead }).head, close, rows: rowsFrom(worker, said) }
  } catch (error) {
    await close()
    throw error
  }
}

const rowsFrom = (worker: Worker, said: AsyncGenerator<Said>) =>
  async function* (wanted: Wanted): AsyncGenerator<Batch> {
    const tell = (told: Told) => worker.postMessage(told)
    tell({ wanted })
    tell({ room })
    for await (const one of said) {
      if (!('batch' in one)) return
      tell({ room: 1 })
      yield unpacked(one.batch)
    }
  }

/** What it says, in turn; throws what it failed by. */
async function* heardFrom(worker: Worker): AsyncGenerator<Said> {
  const waiting: Said[] = []
  let failure: unknown
  let wake = () => {}
  worker.on('message', (said: Said) => {
    waiting.push(said)
    wake()
  })
  worker.on('error', error => {
    failure = error
    wake()
  })
  for (;;) {
    const said = waiting.shift()
    if (said && 'error' in said) {
      const { code, message, ...more } = said.error
      throw new StewardError(code, message, more)
    }
    if (said) yield said
    else if (failure !== undefined) throw failure
    else
      await new Promise<void>(done => {
        wake = done
      })
  }
}
