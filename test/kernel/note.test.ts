/** Signed notes and checkpoints: the published examples, and what a note must not get away with. */
import { hash, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  NoteError,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signingKey,
  signNote,
  verifierKey,
  verifyNote,
} from '../../src/kernel/note.ts'

const name = 'example.com/log'
const { privateKey, publicKey } = signingKey(Buffer.alloc(32, 7))
const key = verifierKey(name, publicKey)
const root = Buffer.alloc(32, 0xab)
const checkpoint = { origin: 'example.com/log', size: 20852163, root }
const note = signCheckpoint(checkpoint, { name, privateKey })

/** A note whose text is whatever is given, well signed: only the form is left to be refused. */
const signed = (text: string): string => signNote(text, { name, privateKey })

/** Whether a reader with the key would take this for the log's checkpoint. */
function holds(text: string): boolean {
  try {
    return verifyNote(parseCheckpoint(text), key)
  } catch (error) {
    if (error instanceof NoteError) return false
    throw error
  }
}

describe('the published examples', () => {
  test('RFC 8032, 7.1, test 1: a seed gives its public key and signs', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    const pair = signingKey(Buffer.from(seed, 'hex'))
    expect(pair.publicKey.toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    )
    expect(sign(null, Buffer.alloc(0), pair.privateKey).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
        '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
  })

  test('a note signed by PeterNeumann is verified with the key of that name', () => {
    const text =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n"
    const published = `${text}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
    const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    const parsed = parseNote(published)
    expect(parsed.text).toBe(text)
    expect(verifyNote(parsed, peter)).toBe(true)
    expect(verifyNote({ ...parsed, text: text.replace('answer', 'Answer') }, peter)).toBe(false)
    expect(verifierKey('PeterNeumann', parseVerifierKey(peter).publicKey)).toBe(peter)
  })

  test('the checkpoint of the specification is read', () => {
    const parsed = parseCheckpoint(`example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`)
    expect(parsed.checkpoint).toEqual({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64'),
    })
    expect(parsed.signatures.map(({ hash }) => hash.toString('hex'))).toEqual(['033de0ae'])
  })
})

describe('a checkpoint', () => {
  test('is read back as it was signed, and verified', () => {
    const size = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER))
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const origin = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(origin, size, bytes, (origin, size, bytes) => {
        const made = { origin, size, root: Buffer.from(bytes) }
        const parsed = parseCheckpoint(signCheckpoint(made, { name, privateKey }))
        expect(parsed.checkpoint).toEqual(made)
        expect(verifyNote(parsed, key)).toBe(true)
      }),
    )
  })

  test('has the text that the specification lays down', () => {
    const { text, signatures } = parseCheckpoint(note)
    expect(text).toBe(`example.com/log\n20852163\n${root.toString('base64')}\n`)
    expect(note).toBe(
      `${text}\n— example.com/log ${Buffer.concat([
        parseVerifierKey(key).hash,
        sign(null, Buffer.from(text), privateKey),
      ]).toString('base64')}\n`,
    )
    expect(signatures).toHaveLength(1)
  })

  test('fails with any one character of its text changed, removed or added', () => {
    const { length } = parseCheckpoint(note).text
    for (let at = 0; at < length; at += 1) {
      const [before, after] = [note.slice(0, at), note.slice(at + 1)]
      for (const other of ['', '0', '1', 'A', ' ', '\n', '\ud83d', '\ufffd', `0${note[at]}`]) {
        if (other !== note[at]) expect(holds(before + other + after)).toBe(false)
      }
    }
  })

  test('fails with any one character of its signature changed', () => {
    for (let at = parseCheckpoint(note).text.length; at < note.length; at += 1) {
      const other = note[at] === 'A' ? 'B' : 'A'
      expect(holds(note.slice(0, at) + other + note.slice(at + 1))).toBe(false)
    }
  })

  test('may have extension lines, which are signed with the rest', () => {
    const extended = signed(`log\n1\n${root.toString('base64')}\nmore\n`)
    expect(parseCheckpoint(extended).checkpoint).toEqual({ origin: 'log', size: 1, root })
    expect(holds(extended)).toBe(true)
    expect(holds(extended.replace('more', 'less'))).toBe(false)
  })

  const base64 = root.toString('base64')
  test.each([
    ['a size with a leading zero', `log\n01\n${base64}\n`],
    ['a size with a sign', `log\n+1\n${base64}\n`],
    ['a size that is no number', `log\none\n${base64}\n`],
    ['a size in another notation', `log\n1e3\n${base64}\n`],
    ['a size too large to be exact', `log\n9007199254740993\n${base64}\n`],
    ['a root of 31 bytes', `log\n1\n${root.subarray(1).toString('base64')}\n`],
    ['a root that is not base64', `log\n1\n${'!'.repeat(44)}\n`],
    ['a root without its padding', `log\n1\n${base64.replace('=', '')}\n`],
    ['an empty origin', `\n1\n${base64}\n`],
    ['an empty line', `log\n1\n${base64}\n\nmore\n`],
    ['two lines', 'log\n1\n'],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCheckpoint(signed(text))).toThrow(NoteError)
  })

  test.each([
    ['an origin of two lines', { ...checkpoint, origin: `log\n1\n${base64}` }],
    ['an origin with a control character', { ...checkpoint, origin: 'log\t' }],
    ['no origin', { ...checkpoint, origin: '' }],
    ['a negative size', { ...checkpoint, size: -1 }],
    ['a size that is no whole number', { ...checkpoint, size: 1.5 }],
    ['a root of 33 bytes', { ...checkpoint, root: Buffer.alloc(33) }],
  ])('is not signed with %s', (_, made) => {
    expect(() => signCheckpoint(made, { name, privateKey })).toThrow(NoteError)
  })
})

describe('a note', () => {
  const line = note.slice(note.indexOf('—'))

  test('keeps the empty lines of its text', () => {
    for (const text of ['a\n\nb\n', 'a\n\n', '\n']) {
      expect(parseNote(signed(text)).text).toBe(text)
      expect(verifyNote(parseNote(signed(text)), key)).toBe(true)
    }
  })

  test.each([
    ['nothing in it', ''],
    ['no blank line', `text\n${line}`],
    ['no signature', 'text\n\n'],
    ['no newline at its end', note.slice(0, -1)],
    ['a signature line with a hyphen for the dash', `text\n\n${line.replace('—', '-')}`],
    ['a signature line of two words', 'text\n\n— name\n'],
    ['a signature line of four words', `text\n\n${line.replace('\n', ' more\n')}`],
    ['a signature that is not base64', 'text\n\n— name ???\n'],
    ['a signature of 4 bytes', 'text\n\n— name AAAAAA==\n'],
    ['a name with a plus', `text\n\n${line.replace('/log', '+log')}`],
    ['a name with a space of another kind', `text\n\n${line.replace('/log', '\u2003log')}`],
    ['a carriage return', note.replace('\n', '\r\n')],
    ['a tab', note.replace('log', '\t')],
    ['a NUL', note.replace('log', '\0')],
    ['a lone surrogate', note.replace('log', '\ud83d')],
  ])('is refused with %s', (_, text) => {
    expect(() => parseNote(text)).toThrow(NoteError)
  })

  test('is not signed under a name that could not be read back', () => {
    for (const bad of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\0b']) {
      expect(() => signNote('text\n', { name: bad, privateKey })).toThrow(NoteError)
      expect(() => verifierKey(bad, publicKey)).toThrow(NoteError)
    }
  })

  test('is verified whoever else signed it', () => {
    const other = signingKey(Buffer.alloc(32, 8))
    const text = parseNote(note).text
    const cosigned =
      note +
      signNote(text, { name: 'witness', privateKey: other.privateKey }).slice(text.length + 1)
    const parsed = parseNote(cosigned)
    expect(verifyNote(parsed, key)).toBe(true)
    expect(verifyNote(parsed, verifierKey('witness', other.publicKey))).toBe(true)
    expect(verifyNote(parsed, verifierKey(name, other.publicKey))).toBe(false)
    expect(verifyNote(parsed, verifierKey('witness', publicKey))).toBe(false)
  })

  test('is spoiled by one bad signature of the key, beside a good one', () => {
    const bad = signed('other text\n').slice('other text\n\n'.length)
    expect(verifyNote(parseNote(note + bad), key)).toBe(false)
  })

  test('is not verified by a signature of another length', () => {
    const { text, signatures } = parseNote(note)
    const short = signatures.map(made => ({ ...made, signature: made.signature.subarray(1) }))
    expect(verifyNote({ text, signatures: short }, key)).toBe(false)
    expect(verifyNote({ text, signatures: [] }, key)).toBe(false)
  })
})

describe('a verifier key', () => {
  test('is read back, whatever pluses its base64 has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes => {
        const read = parseVerifierKey(verifierKey(name, Buffer.from(bytes)))
        expect({ name: read.name, publicKey: read.publicKey }).toEqual({
          name,
          publicKey: Buffer.from(bytes),
        })
      }),
    )
  })

  test('is refused with any one character changed', () => {
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === '1' ? '2' : '1'
      const changed = key.slice(0, at) + other + key.slice(at + 1)
      expect(() => parseVerifierKey(changed)).toThrow(NoteError)
    }
  })

  test('is refused when it is of another kind, even with the hash that fits', () => {
    const witness = Buffer.concat([Buffer.of(4), publicKey])
    const named = Buffer.concat([Buffer.from(`${name}\n`), witness])
    const other = `${name}+${hash('sha256', named).slice(0, 8)}+${witness.toString('base64')}`
    expect(() => parseVerifierKey(other)).toThrow(NoteError)
  })

  test('is refused when it is cut or of another length', () => {
    const short = verifierKey(name, publicKey.subarray(1))
    for (const bad of ['', 'name', 'name+00000000', key.slice(0, -4), short]) {
      expect(() => parseVerifierKey(bad)).toThrow(NoteError)
    }
  })

  test('comes from a seed of 32 bytes only', () => {
    expect(() => signingKey(Buffer.alloc(31))).toThrow(RangeError)
  })
})
