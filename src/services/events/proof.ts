/**
 * Events that prove themselves away from the database: what an export and a single proof carry, and
 * how they are written. offline.ts reads them back.
 */
import * as z from 'zod/mini'
import { canonicalJson } from '../../kernel/canonical.ts'
import { StewardError } from '../../kernel/errors.ts'
import { inclusionProof, type NodeReader } from '../../kernel/merkle.ts'
import { type Checkpoint, type Signer, signNote } from '../../kernel/note.ts'
import { type EventRow, leafOf } from '../../store/log.ts'

export const exportFormat = 'steward-events/1'
export const proofFormat = 'steward-event-proof/1'

const text = z.nullable(z.string())

const LeafMembers = z.strictObject({
  sequence: z.int(),
  id: z.string(),
  type: z.string(),
  at: z.string(),
  status: z.string(),
  provider: z.string(),
  actor: z.string(),
  key: text,
  impersonator: text,
  approval: text,
  subjects: z.array(z.string()),
  digest: z.string(),
})

/** One line of an export. `detail` is the stored text itself, since its digest is over that. */
export const ProvenEvent = z.strictObject({
  leaf: LeafMembers,
  salt: text,
  detail: text,
  /** The inclusion proof of RFC 9162 against the checkpoint's root: hashes in base64. */
  proof: z.array(z.string()),
})

export type ProvenEvent = z.infer<typeof ProvenEvent>

/** What an export holds. It is signed with the checkpoint, so that a part can't pass as the whole. */
export const Manifest = z.strictObject({
  format: z.literal(exportFormat),
  /** The conditions, with relative times and people's emails made absolute. */
  filter: z.array(
    z.strictObject({
      field: z.string(),
      op: z.string(),
      values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
  /** Every event up to the checkpoint, without a gap. */
  complete: z.boolean(),
  count: z.int(),
  first: z.nullable(z.int()),
  last: z.nullable(z.int()),
  /** Events in it without a detail. */
  erased: z.int(),
})

export type Manifest = z.infer<typeof Manifest>

/** The first line of an export. */
export const ExportHeader = z.extend(Manifest, { checkpoint: z.string(), verifierKey: z.string() })

export type ExportHeader = z.infer<typeof ExportHeader>

/** One event with its proof, as `events prove` prints it. */
export const EventProof = z.extend(ProvenEvent, {
  format: z.literal(proofFormat),
  leafHash: z.string(),
  index: z.int(),
  size: z.int(),
  root: z.string(),
  checkpoint: z.string(),
  verifierKey: z.string(),
})

export type EventProof = z.infer<typeof EventProof>

/** The event with its path to the root that the log had at `size`. Throws `check_failed` where rows
 * were changed so that there is none. */
export const provenEvent = async (
  row: EventRow,
  providerId: string,
  size: number,
  nodes: NodeReader,
): Promise<ProvenEvent> => {
  try {
    const proof = await inclusionProof(row.sequence - 1, size, nodes)
    return {
      leaf: leafOf(row, providerId),
      salt: row.salt,
      detail: row.detail,
      proof: proof.map(hash => hash.toString('base64')),
    }
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error
    throw new StewardError('check_failed', `Event ${row.sequence} can not be proven.`, {
      hint: 'The log was changed. Run: steward events verify',
    })
  }
}

/** The checkpoint with the manifest as its extension line, which other readers pass over. */
export const signManifest = (
  { origin, size, root }: Checkpoint,
  manifest: Manifest,
  signer: Signer,
): string => {
  const lines = [origin, size, root.toString('base64'), canonicalJson(manifest)]
  return signNote(`${lines.join('\n')}\n`, signer)
}
