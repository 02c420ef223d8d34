import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import { type FileInput, file, optional, text } from '../../kernel/fields.ts'
import type { Checkpoint, Note } from '../../kernel/note.ts'
import { NoteError, parseCheckpoint, parseVerifierKey, verifyNote } from '../../kernel/note.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { Archive, archiveRecord, readArchives } from './archives.ts'
import { type Problem, type Scan, scanLog } from './scan.ts'
import { namedKey, originOf, ownKey } from './signing.ts'

type Given = Note & { checkpoint: Checkpoint }
type Prepared = { given: Given | null; own: string | undefined }

export const verifyEvents = operation({
  name: 'events.verify',
  summary: 'Prove that the log is what was recorded: nothing edited, removed, added or reordered.',
  effect: 'read',
  input: {
    against: optional(
      file({ about: 'A checkpoint kept from before: the log must have grown from it.' }),
    ),
    key: optional(
      text({ about: "The verifier key to trust; else this organisation's.", max: 500 }),
    ),
  },
  output: z.object({
    ok: z.boolean(),
    size: z.number(),
    /** Base64, as in a checkpoint; null when something is wrong. */
    root: z.nullable(z.string()),
    /** Events found right, from the first on. */
    checked: z.number(),
    /** Events whose names, reasons and changes were erased, as a later event says. */
    erased: z.number(),
    /** Events that lie in archives: here only their hashes were checked. */
    archived: z.number(),
    archives: z.array(Archive),
    /** That checkpoints and archives have to be signed by. */
    verifierKey: z.string(),
    problem: z.nullable(z.object({ sequence: z.nullable(z.number()), what: z.string() })),
    against: z.nullable(
      z.object({
        size: z.number(),
        root: z.string(),
        signature: z.enum(['valid', 'invalid']),
        /** Null when the log was found wrong before it came to this size. */
        consistent: z.nullable(z.boolean()),
      }),
    ),
  }),
  async prepare({ gateways, actor }, { against, key }): Promise<Prepared> {
    if (key !== undefined) checkVerifierKey(key)
    const given = against ? await readGiven(against) : null
    return { given, own: key ?? ownKey(gateways.keyring, actor.scope) }
  },
  async run({ store }, _, { given, own }) {
    const key = own ?? (await namedKey(store))
    const scan = await scanLog(store, { past: given?.checkpoint.size, key })
    const against = given && heldAgainst(store, scan, given, key)
    const problem = scan.problem ?? against?.problem ?? null
    return {
      ok: problem === null,
      size: scan.checked,
      root: scan.problem ? null : scan.root.toString('base64'),
      checked: scan.checked,
      erased: scan.erased,
      archived: scan.archived,
      archives: (await readArchives(store)).map(archiveRecord),
      verifierKey: key,
      problem,
      against: against?.told ?? null,
    }
  },
})

export const checkVerifierKey = (key: string): void => {
  try {
    parseVerifierKey(key)
  } catch {
    throw invalid('key', 'key is not a verifier key.', 'See: steward events checkpoint --json')
  }
}

/** More than any checkpoint has. */
const longest = 100_000

const readGiven = async (against: FileInput): Promise<Given> => {
  let note = ''
  for await (const part of against.open()) {
    note += Buffer.from(part).toString('utf8')
    if (note.length > longest) break
  }
  try {
    return parseCheckpoint(note)
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw invalid('against', 'This is not a checkpoint.', error.message)
  }
}

const heldAgainst = (tx: Tx, scan: Scan, given: Given, key: string) => {
  const { origin, size, root } = given.checkpoint
  const isSigned = verifyNote(given, key)
  const reached = scan.problem === null || scan.checked >= size
  const consistent = reached ? (scan.rootThen?.equals(root) ?? false) : null
  const told = {
    size,
    root: root.toString('base64'),
    signature: isSigned ? ('valid' as const) : ('invalid' as const),
    consistent,
  }
  return { told, problem: againstProblem({ origin, size, isSigned, consistent }, tx, scan) }
}

const againstProblem = (
  held: { origin: string; size: number; isSigned: boolean; consistent: boolean | null },
  tx: Tx,
  { checked }: Scan,
): Problem | null => {
  const of = (what: string, sequence: number | null = null) => ({ sequence, what })
  if (held.origin !== originOf(tx.scope)) return of('The checkpoint is of another log.')
  if (!held.isSigned) return of("The checkpoint is not signed by this log's key.")
  if (held.consistent !== false) return null
  if (checked >= held.size) return of('The log is not the one this checkpoint was made of.')
  const short = `The checkpoint was made of ${held.size} events; the log has ${checked}.`
  return of(short, checked + 1)
}
