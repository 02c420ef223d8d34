/**
 * What a thread beside the one that writes does: it reads the file of an import and works out what its
 * rows come to if nobody is here yet, by the operation itself. It knows no database.
 */
import { createReadStream } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Said, Task, Told } from './cli/import/aside.ts'
import { type Batch, batchesOf, type Part, type Wanted } from './cli/import/file.ts'
import { packed } from './cli/import/packed.ts'
import { systemClock } from './gateways/clock.ts'
import { randomIds } from './gateways/ids.ts'
import { noApproval } from './kernel/approval.ts'
import type { Drafter, DraftingFor } from './kernel/draft.ts'
import { StewardError } from './kernel/errors.ts'
import { createRunner } from './kernel/runner.ts'
import { catalogue } from './services/catalogue.ts'
import { type ReadOptions, readFile } from './services/consumers/rows.ts'
import { emptyStore } from './store/empty.ts'
import type { Tx } from './store/transaction.ts'

/** Runs until the file has been read, or whoever started it has had enough. */
export const thread = async (): Promise<void> => {
  const port = parentPort!
  const { path, flags } = workerData as Task
  const say = (said: Said) => port.postMessage(said)
  const asked = wishesFrom(port)
  try {
    const { format, encoding, map, ignore, source } = flags
    const options = { name: path, format, encoding, map, ignore, source } as ReadOptions
    const parts = readFile(createReadStream(path, { highWaterMark: 16_384 }), options)
    const { value } = await parts.next()
    say({ head: (value as Part).head! })
    const wanted = await asked.wanted
    const draft = wanted.drafting && (await drafterFor(wanted.drafting))
    for await (const batch of batchesOf(parts, wanted)) {
      if (draft) await addDrafts(batch, draft)
      await asked.room()
      say({ batch: packed(batch) })
    }
    say({ ended: true })
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    const { code, message, hint, field, details } = error
    say({ error: { code, message, hint, field, details } })
  } finally {
    port.close()
  }
}

const wishesFrom = (port: NonNullable<typeof parentPort>) => {
  let free = 0
  let wake = () => {}
  let begin: (wanted: Wanted) => void
  const wanted = new Promise<Wanted>(done => {
    begin = done
  })
  port.on('message', (told: Told) => {
    if ('wanted' in told) begin(told.wanted)
    else free += told.room
    wake()
  })
  return {
    wanted,
    /** Waits until one more is wanted. */
    async room() {
      while (free === 0) {
        await new Promise<void>(done => {
          wake = done
        })
      }
      free -= 1
    },
  }
}

/** Rows that are as good as failed are left alone. */
const addDrafts = async ({ rows }: Batch, draft: Drafter): Promise<void> => {
  const good = rows.filter(({ fault }) => !fault)
  const drafts = await draft(good.map(({ raw }) => raw))
  for (const [at, row] of good.entries()) row.draft = drafts[at] ?? undefined
}

/** The same runner as everywhere, with nothing around it. */
const drafterFor = async (asked: DraftingFor): Promise<Drafter> => {
  const { store, taken } = emptyStore(randomIds)
  const missing = () => {
    throw new Error('There is nothing around a thread that drafts.')
  }
  const runner = createRunner<Tx, unknown>({
    store,
    ids: randomIds,
    clock: systemClock,
    gateways: null,
    approval: noApproval,
    authenticate: missing,
    stranger: async () => null,
    settled: missing,
    outbox: () => ({ send: missing }),
    vault: () => ({ digest: missing, seal: missing, open: missing }),
  })
  const operation = await catalogue[asked.operation as keyof typeof catalogue]()
  return runner.drafter(operation, asked, taken)
}
