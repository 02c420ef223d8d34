/**
 * Signed notes with Ed25519 keys (https://c2sp.org/signed-note) and the checkpoints of a log that
 * they carry (https://c2sp.org/tlog-checkpoint): a few lines of text that anyone can keep, and
 * against which the log can be held later with no tool of ours.
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'

/** A log's head: who it belongs to, how many leaves it has, and the root over them (32 bytes). */
export type Checkpoint = { origin: string; size: number; root: Buffer }

/** `privateKey` is an Ed25519 key; `name` has no space and no plus in it. */
export type Signer = { name: string; privateKey: KeyObject }

/** One signature line. `hash` is the 4 bytes that, with the name, tell which key made it. */
export type NoteSignature = { name: string; hash: Buffer; signature: Buffer }

/** A note taken apart, not yet verified. `text` is what was signed, its last newline included. */
export type Note = { text: string; signatures: NoteSignature[] }

/** A key to verify with. `publicKey` is the raw 32 bytes. */
export type VerifierKey = { name: string; hash: Buffer; publicKey: Buffer }

/** A note, checkpoint or verifier key that isn't well formed. The message is fit to be shown. */
export class NoteError extends Error {
  override name = 'NoteError'
}

const ed25519 = 0x01
const blankLine = '\n\n'
const signatureLine = /^— ([^ ]+) ([^ ]+)$/u
const badInName = () => /[\p{White_Space}+]/u
const badInText = () => /[\0-\x09\x0b-\x1f]|\p{Surrogate}/u

/** The head of a PKCS #8 private key that holds nothing but an Ed25519 seed (RFC 8410, 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key pair of a 32-byte Ed25519 seed (RFC 8032, 5.1.5); the public key raw, 32 bytes. */
export function signingKey(seed: Buffer): { privateKey: KeyObject; publicKey: Buffer } {
  if (seed.length !== 32) throw new RangeError('An Ed25519 seed has 32 bytes.')
  const key = Buffer.concat([pkcs8, seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  return { privateKey, publicKey: rawPublicKey(privateKey) }
}

/** The text form of a key to verify with: `name+hash+key`, to be published and kept. */
export function verifierKey(name: string, publicKey: Buffer): string {
  checkName(name)
  const key = typedKey(publicKey)
  return `${name}+${keyHash(name, key).toString('hex')}+${key.toString('base64')}`
}

/** Throws a NoteError on anything but an Ed25519 key whose hash fits its name. */
export function parseVerifierKey(text: string): VerifierKey {
  // The key is base64 and may hold a plus of its own.
  const [name = '', hex = '', ...rest] = text.split('+')
  checkName(name)
  const key = decodeBase64(rest.join('+'), 'The key in a verifier key')
  if (key.length !== 33 || key[0] !== ed25519) {
    throw new NoteError('A verifier key holds an Ed25519 key: the byte 1 and 32 bytes.')
  }
  const hash = keyHash(name, key)
  if (hash.toString('hex') !== hex) {
    throw new NoteError('The hash in the verifier key is not that of its name and key.')
  }
  return { name, hash, publicKey: key.subarray(1) }
}

/** The note of `text`, which ends in a newline, with one signature. */
export function signNote(text: string, { name, privateKey }: Signer): string {
  checkName(name)
  checkText(text)
  const id = keyHash(name, typedKey(rawPublicKey(privateKey)))
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)])
  return `${text}\n— ${name} ${signature.toString('base64')}\n`
}

/** Takes a note apart. Throws a NoteError when it isn't one. */
export function parseNote(note: string): Note {
  checkText(note)
  const end = note.lastIndexOf(blankLine)
  if (end === -1) throw new NoteError('A note has a blank line between its text and signatures.')
  const lines = note.slice(end + blankLine.length, -1)
  if (lines === '') throw new NoteError('The note has no signature.')
  return { text: note.slice(0, end + 1), signatures: lines.split('\n').map(parseSignature) }
}

/** Whether the key signed the note. One bad signature by this key spoils it; those of other keys
 * are ignored. Throws a NoteError when the key isn't well formed. */
export function verifyNote({ text, signatures }: Note, verifierKeyText: string): boolean {
  const { name, hash, publicKey } = parseVerifierKey(verifierKeyText)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const byKey = signatures.filter(made => made.name === name && made.hash.equals(hash))
  const signed = Buffer.from(text)
  return byKey.length > 0 && byKey.every(made => verify(null, signed, key, made.signature))
}

/** The checkpoint as a signed note. Throws a NoteError for one that couldn't be read back. */
export function signCheckpoint({ origin, size, root }: Checkpoint, signer: Signer): string {
  if (origin.includes('\n')) throw new NoteError('The origin of a checkpoint is one line.')
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`
  readCheckpoint(text)
  return signNote(text, signer)
}

/** Takes a signed checkpoint apart. Throws a NoteError on anything malformed; says nothing about
 * the signatures, which is for `verifyNote` to do. */
export function parseCheckpoint(note: string): Note & { checkpoint: Checkpoint } {
  const { text, signatures } = parseNote(note)
  return { checkpoint: readCheckpoint(text), text, signatures }
}

/** Lines beyond the third are extensions, which a reader must accept and may ignore. */
function readCheckpoint(text: string): Checkpoint {
  const lines = text.slice(0, -1).split('\n')
  const [origin, decimal, base64] = lines
  if (origin === undefined || decimal === undefined || base64 === undefined) {
    throw new NoteError('A checkpoint has three lines: origin, size and root.')
  }
  if (lines.includes('')) throw new NoteError('A checkpoint has no empty line in its text.')
  const size = Number(decimal)
  if (!/^(0|[1-9][0-9]*)$/.test(decimal) || !Number.isSafeInteger(size)) {
    throw new NoteError('The size of a checkpoint is a decimal number without leading zeros.')
  }
  const root = decodeBase64(base64, 'The root of a checkpoint')
  if (root.length !== 32) throw new NoteError('The root of a checkpoint has 32 bytes.')
  return { origin, size, root }
}

function parseSignature(line: string): NoteSignature {
  const [, name, base64] = signatureLine.exec(line) ?? []
  if (name === undefined || base64 === undefined) {
    throw new NoteError('A signature line is an em dash, a key name and a signature.')
  }
  checkName(name)
  const bytes = decodeBase64(base64, 'A signature')
  if (bytes.length <= 4) throw new NoteError('A signature is 4 bytes of key hash and more.')
  return { name, hash: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

function checkName(name: string): void {
  if (name === '' || badInName().test(name) || badInText().test(name)) {
    throw new NoteError('The name of a key is not empty and has no spaces and no plus in it.')
  }
}

/** Lone surrogates too: encoded, they all become U+FFFD, so two texts would share a signature. */
function checkText(text: string): void {
  if (badInText().test(text)) throw new NoteError('A note has no control characters but newlines.')
  if (!text.endsWith('\n')) throw new NoteError('A note ends with a newline.')
}

/** Strict, because Node's decoder skips what it doesn't know: two texts would be one value. */
function decodeBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new NoteError(`${what} is not valid base64.`)
  return bytes
}

const typedKey = (publicKey: Buffer): Buffer => Buffer.concat([Buffer.of(ed25519), publicKey])

const keyHash = (name: string, key: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), key]), 'buffer').subarray(0, 4)

const rawPublicKey = (privateKey: KeyObject): Buffer =>
  Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url')
