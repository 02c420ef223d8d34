import * as z from 'zod/mini'
import { instant, integer, optional, text } from '../../kernel/fields.ts'
import { type Around, operation } from '../world.ts'
import { type Sealed, sealArchive } from './seal.ts'
import {
  linesOfArchive,
  proveFile,
  refuseUnsound,
  type Stretch,
  sealedOf,
  stayDays,
  stretchOf,
} from './sealing.ts'
import { ownKey, signerOf } from './signing.ts'
import { takeOut } from './take-out.ts'

type Prepared = {
  stretch: Stretch
  written: Written | null
  row: (Sealed & { seal: string }) | null
}
type Written = { file: string; bytes: number; sha256: string }

export const archiveEvents = operation({
  name: 'events.archive',
  summary: 'Seal the oldest events into a file that still verifies; they leave the database.',
  effect: 'destroy',
  sensitive: true,
  input: {
    to: text({ about: 'A file that is not there yet; gzipped if it ends in .gz.', max: 4096 }),
    before: optional(
      instant({ about: `Events from before this time; the last ${stayDays} days stay.` }),
    ),
    through: optional(integer({ about: 'Events up to this number.', min: 1 })),
  },
  output: z.object({
    first: z.number(),
    last: z.number(),
    count: z.number(),
    begins: z.string(),
    ends: z.string(),
    /** Null on a dry run. */
    file: z.nullable(z.string()),
    bytes: z.nullable(z.number()),
    sha256: z.nullable(z.string()),
  }),
  async prepare(around: Around, { to, before, through }): Promise<Prepared> {
    const { read, gateways, now, actor, dryRun } = around
    const key = ownKey(gateways.keyring, actor.scope)
    const stretch = await read(async tx => {
      await refuseUnsound(tx, key)
      return stretchOf(tx, { before, through }, now)
    })
    if (dryRun) return { stretch, written: null, row: null }
    const signer = signerOf(gateways.keyring, actor.scope)
    const written = await gateways.files.write(to, linesOfArchive(read, stretch, signer))
    await proveFile(gateways.files, written.file, stretch, signer.verifierKey)
    const archive = sealedOf(stretch, written)
    const seal = sealArchive(archive, stretch.checkpoint.origin, signer)
    return { stretch, written, row: { ...archive, seal } }
  },
  async run({ store, now }, _, { stretch, written, row }) {
    const { first, last, begins, ends, manifest } = stretch
    if (row) await takeOut(store, stretch, row, now)
    const nothing = { file: null, bytes: null, sha256: null }
    return {
      ...{ first, last, count: manifest.count },
      ...{ begins: begins.toISOString(), ends: ends.toISOString() },
      ...(written ?? nothing),
    }
  },
})
