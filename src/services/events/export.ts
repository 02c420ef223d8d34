import * as z from 'zod/mini'
import { integer, optional, text, withDefault } from '../../kernel/fields.ts'
import type { FilterTerm } from '../../kernel/filter.ts'
import { largestPage, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf, decodeCursor, encodeCursor } from '../../kernel/page.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { type Extent, manifestOf, provenPage } from './extent.ts'
import { eventTerms, filterFields } from './listing.ts'
import { ExportHeader, exportFormat, ProvenEvent, signManifest } from './proof.ts'
import { type LogSigner, readCheckpoint, signerOf } from './signing.ts'

export const exportEvents = operation({
  name: 'events.export',
  summary: 'Events with their proofs, oldest first, to be checked by anyone, offline.',
  effect: 'read',
  // A cursor is only had from a first page, so an export of any length is one event.
  recorded: input => input.cursor === undefined,
  sensitive: true,
  input: {
    ...filterFields,
    limit: withDefault(integer({ about: 'Events on a page.', min: 1, max: largestPage }), 500),
    cursor: optional(
      text({ about: 'nextCursor of the page before; it has the conditions in it.', max: 8000 }),
    ),
  },
  output: z.extend(pageOf(ProvenEvent), { header: z.nullable(ExportHeader) }),
  async prepare({ gateways, actor }, { cursor }): Promise<LogSigner | null> {
    return cursor === undefined ? signerOf(gateways.keyring, actor.scope) : null
  },
  async run({ store, now }, { limit, cursor, ...conditions }, signer) {
    if (cursor !== undefined) {
      const { extent, after } = readCursor(store, cursor)
      return { header: null, ...(await readPage(store, extent, after, limit)) }
    }
    const checkpoint = await readCheckpoint(store)
    const extent = { size: checkpoint.size, terms: await eventTerms(store, conditions, now) }
    const manifest = await manifestOf(store, extent)
    store.note({ size: extent.size, count: manifest.count, filter: manifest.filter })
    const note = signManifest(checkpoint, manifest, signer!)
    const header = { ...manifest, checkpoint: note, verifierKey: signer!.verifierKey }
    return { header, ...(await readPage(store, extent, 0, limit)) }
  },
})

const readPage = async (tx: Tx, extent: Extent, after: number, limit: number) => {
  const { data, last } = await provenPage(tx, extent, after, limit)
  const nextCursor = last === null ? null : writeCursor(tx, extent, last)
  return { data, hasMore: last !== null, nextCursor, total: null }
}

/** Beside the place, the cursor has what the first page settled: times relative to then stay so. */
const writeCursor = (tx: Tx, { size, terms }: Extent, last: number): string =>
  encodeCursor(
    { sort: exportFormat, values: [size, last, JSON.stringify(terms)] },
    cursorKeyOf(tx.scope),
  )

const readCursor = (tx: Tx, cursor: string): { extent: Extent; after: number } => {
  const [size, after, terms] = decodeCursor(cursor, exportFormat, cursorKeyOf(tx.scope))
  const revive = (term: FilterTerm): FilterTerm =>
    term.field === 'at' ? { ...term, values: term.values.map(at => new Date(String(at))) } : term
  const extent = { size: Number(size), terms: JSON.parse(String(terms)).map(revive) }
  return { extent, after: Number(after) }
}
