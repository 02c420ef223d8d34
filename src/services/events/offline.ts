/**
 * Verifying an export or a proof with nothing but the file: no database, no sign-in, no home. The
 * file carries a signed checkpoint; every event in it proves its place under that.
 */
import { canonicalJson } from '../../kernel/canonical.ts'
import { detailDigest, leafText } from '../../kernel/event.ts'
import { leafHash, verifyInclusion } from '../../kernel/merkle.ts'
import { type Checkpoint, NoteError, parseCheckpoint, verifyNote } from '../../kernel/note.ts'
import {
  EventProof,
  ExportHeader,
  exportFormat,
  Manifest,
  ProvenEvent,
  proofFormat,
} from './proof.ts'
import { isBadZip } from './unzip.ts'

/** `line` counts from 1; null where nothing in the file says which. */
export type FileProblem = { line: number | null; sequence: number | null; what: string }

export type FileVerdict = {
  ok: boolean
  /** Of the log, as its checkpoint says. */
  size: number | null
  root: string | null
  origin: string | null
  /** Events found right, from the first line on; and the numbers of the first and the last. */
  checked: number
  first: number | null
  last: number | null
  /** Events without a detail: erased, or left out of a single proof. */
  erased: number
  /** Every event of the log is in it; null when nothing vouches for that. */
  complete: boolean | null
  /** Name of the key that signed, and whether it was given apart from the file. */
  signedBy: string | null
  pinned: boolean
  problem: FileProblem | null
}

type Verdict = Omit<FileVerdict, 'ok'>

class Fault extends Error {
  readonly problem: FileProblem

  constructor(what: string, line: number | null = null, sequence: number | null = null) {
    super(what)
    this.problem = { line, sequence, what }
  }
}

/** Holds the lines of a file against the checkpoint in it. `key` is a verifier key to trust instead
 * of the one that came with the file. Problems are answered, not thrown. */
export const verifyFile = async (
  lines: AsyncIterable<string> | Iterable<string>,
  key?: string,
): Promise<FileVerdict> => {
  const verdict: Verdict = {
    size: null,
    root: null,
    origin: null,
    checked: 0,
    first: null,
    last: null,
    erased: 0,
    complete: null,
    signedBy: null,
    pinned: key !== undefined,
    problem: null,
  }
  try {
    await verifyLines(lines, key, verdict)
  } catch (error) {
    if (isBadZip(error))
      verdict.problem = new Fault('It is damaged: it can not be unzipped.').problem
    else if (error instanceof Fault) verdict.problem = error.problem
    else throw error
  }
  return { ok: verdict.problem === null, ...verdict }
}

const verifyLines = async (
  lines: AsyncIterable<string> | Iterable<string>,
  key: string | undefined,
  verdict: Verdict,
): Promise<void> => {
  const open = opened(lines)
  const { value: first = '' } = await open.next()
  const head = parsed(first)
  if (formatOf(head) === exportFormat) return verifyExport(head, open, key, verdict)
  return verifyProof(await readWhole(first, open), key, verdict)
}

async function* opened(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield* lines
}

const verifyExport = async (
  head: unknown,
  lines: AsyncIterable<string>,
  key: string | undefined,
  verdict: Verdict,
): Promise<void> => {
  const read = ExportHeader.safeParse(head)
  if (!read.success) throw new Fault('The header is not that of an export.', 1)
  const { checkpoint: note, verifierKey, ...manifest } = read.data
  const { checkpoint, extension } = verifyCheckpoint(note, key ?? verifierKey, verdict)
  if (extension !== canonicalJson(Manifest.parse(manifest))) {
    throw new Fault('The header is not the one that was signed.', 1)
  }
  const walk: Walk = { line: 1, last: null }
  for await (const text of lines) {
    walk.line += 1
    verifyLine(text, walk, { checkpoint, manifest, verdict })
  }
  verifyEnd(walk, manifest, verdict)
  verdict.complete = manifest.complete
}

/** Where reading the lines of an export has come to. */
type Walk = { line: number; last: number | null }

type Around = { checkpoint: Checkpoint; manifest: Manifest; verdict: Verdict }

const verifyLine = (text: string, walk: Walk, { checkpoint, manifest, verdict }: Around): void => {
  const read = ProvenEvent.safeParse(parsed(text))
  if (!read.success) throw new Fault('The line is not an event with its proof.', walk.line)
  const { sequence } = read.data.leaf
  const fault = (what: string, at = sequence) => new Fault(what, walk.line, at)
  const after = walk.last ?? (manifest.complete ? 0 : -1)
  if (sequence <= after) throw fault('It is out of order, or in the file twice.')
  if (manifest.complete && sequence > after + 1) throw fault('It is missing.', after + 1)
  const what = faultOf(read.data, checkpoint)
  if (what) throw fault(what)
  if (walk.last === null && sequence !== manifest.first)
    throw fault('Events before it are missing.')
  walk.last = sequence
  verdict.first ??= sequence
  verdict.last = sequence
  verdict.checked += 1
  if (read.data.detail === null) verdict.erased += 1
}

const verifyEnd = ({ line, last }: Walk, manifest: Manifest, verdict: Verdict): void => {
  const { count, erased } = manifest
  if (verdict.checked !== count) {
    const next = manifest.complete ? (last ?? 0) + 1 : null
    throw new Fault(
      `There were ${count} events in it; here are ${verdict.checked}.`,
      line + 1,
      next,
    )
  }
  if (last !== manifest.last) throw new Fault('It does not end where it did.', line, last)
  if (verdict.erased !== erased) {
    throw new Fault(`${verdict.erased} events have no detail; there were ${erased} such.`)
  }
}

const verifyProof = (whole: unknown, key: string | undefined, verdict: Verdict): void => {
  if (formatOf(whole) !== proofFormat) {
    throw new Fault('This is neither an export nor a proof of events.', 1)
  }
  const read = EventProof.safeParse(whole)
  if (!read.success) throw new Fault('The proof is not well formed.')
  const { checkpoint: note, verifierKey, leafHash: hash, index, size, root, ...event } = read.data
  const { checkpoint } = verifyCheckpoint(note, key ?? verifierKey, verdict)
  const { sequence } = event.leaf
  const told = canonicalJson([hash, index, size, root])
  const due = [leafHash(leafText(event.leaf)).toString('base64'), sequence - 1, checkpoint.size]
  if (told !== canonicalJson([...due, checkpoint.root.toString('base64')])) {
    throw new Fault('It contradicts itself.', null, sequence)
  }
  const what = faultOf(event, checkpoint)
  if (what) throw new Fault(what, null, sequence)
  Object.assign(verdict, { checked: 1, first: sequence, last: sequence })
  verdict.erased = event.detail === null ? 1 : 0
}

/** What keeps an event from being the one that the checkpoint counts, or null. */
const faultOf = (event: ProvenEvent, { size, root }: Checkpoint): string | null => {
  const { leaf, salt, detail } = event
  const proof = event.proof.map(hash => Buffer.from(hash, 'base64'))
  const isExact = proof.every((hash, at) => hash.toString('base64') === event.proof[at])
  const claim = { leaf: leafHash(leafText(leaf)), index: leaf.sequence - 1, size, proof, root }
  if (!isExact || !verifyInclusion(claim)) return 'It is not the event that was recorded.'
  if (salt === null && detail === null) return null
  if (salt === null || detail === null) return 'Half of its detail is gone.'
  return detailDigest(salt, detail) === leaf.digest ? null : 'Its detail was changed.'
}

/** Throws unless `key` signed it; notes in the verdict what it says. */
const verifyCheckpoint = (note: string, key: string, verdict: Verdict) => {
  try {
    const { checkpoint, ...signed } = parseCheckpoint(note)
    if (!verifyNote(signed, key)) throw new NoteError('The checkpoint is not signed by this key.')
    const { origin, size, root } = checkpoint
    const signedBy = key.slice(0, key.indexOf('+'))
    Object.assign(verdict, { origin, size, root: root.toString('base64'), signedBy })
    return { checkpoint, extension: signed.text.split('\n')[3] ?? '' }
  } catch (error) {
    if (error instanceof NoteError) throw new Fault(error.message, 1)
    throw error
  }
}

/** More than any single proof has. */
const longest = 16 * 1024 * 1024

/** A proof may be printed over many lines. */
const readWhole = async (first: string, lines: AsyncIterable<string>): Promise<unknown> => {
  let text = first
  for await (const line of lines) {
    text += `\n${line}`
    if (text.length > longest) break
  }
  return parsed(text)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const formatOf = (value: unknown): unknown => (value as { format?: unknown } | null)?.format

/** The lines of a stream of UTF-8, without their ends; the last one may lack its own. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of bytes) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}
