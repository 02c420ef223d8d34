/**
 * The organisation's secret key: 32 random bytes, made by init and kept outside the database, in
 * `$STEWARD_HOME/secret.key` (a line per organisation) or in the environment. Everything derived
 * from it goes through HKDF (RFC 5869) under a purpose of its own.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrganizationRef, Vault } from '../kernel/context.ts'
import { unavailable } from '../kernel/errors.ts'
import { signingKey } from '../kernel/note.ts'
import type { Keyring } from '../services/world.ts'

export type KeySource = {
  home: string
  /** STEWARD_SECRET_KEY, or what the file named by STEWARD_SECRET_KEY_FILE holds. */
  fromEnvironment: () => string | undefined
}

const derive = (
  secret: Buffer,
  purpose: string,
  length = 32,
  salt: Buffer = Buffer.alloc(0),
): Buffer => Buffer.from(hkdfSync('sha256', secret, salt, `steward ${purpose}`, length))

const keyIdOf = (secret: Buffer): string => derive(secret, 'key id', 8).toString('hex')

const decode = (text: string): Buffer => {
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length !== 32) throw unavailable('The secret key is not 32 bytes of base64.')
  return secret
}

const missing = () =>
  unavailable("This needs the organisation's secret key.", {
    hint: 'Set STEWARD_SECRET_KEY or STEWARD_SECRET_KEY_FILE, or put secret.key in STEWARD_HOME.',
  })

export type OpenKeyring = Keyring & {
  vault(owner: OrganizationRef): Vault
  /** The key of one document's file: it takes the secret key and the salt of the document's row. */
  documentKey(owner: OrganizationRef, salt: string): Buffer
}

export const openKeyring = (source: KeySource): OpenKeyring => {
  const file = join(source.home, 'secret.key')

  const find = (owner: Pick<OrganizationRef, 'id'>): Buffer | null => {
    const given = source.fromEnvironment()
    if (given !== undefined) return decode(given)
    if (!existsSync(file)) return null
    const lines = readKeys(file)
      .split('\n')
      .map(line => line.split(' '))
    const line = lines.find(([id]) => id === owner.id)
    return line?.[1] ? decode(line[1]) : null
  }

  const secretOf = (owner: OrganizationRef): Buffer => {
    const found = find(owner)
    if (!found) throw missing()
    if (keyIdOf(found) !== owner.secretKeyId) {
      throw unavailable("The secret key given is another organisation's.", {
        hint: 'Check STEWARD_SECRET_KEY, STEWARD_SECRET_KEY_FILE and secret.key in STEWARD_HOME.',
      })
    }
    return found
  }

  return {
    create(organization) {
      const given = source.fromEnvironment()
      const made = given === undefined ? randomBytes(32) : decode(given)
      if (given === undefined) keep(file, source.home, organization, made)
      return {
        secretKeyId: keyIdOf(made),
        logPublicKey: signingKey(derive(made, 'log')).publicKey.toString('hex'),
        // Cursors are read where the secret key isn't, so theirs is kept with the organisation.
        cursorKey: derive(made, 'cursor', 16).toString('hex'),
      }
    },
    logSigner: owner => signingKey(derive(secretOf(owner), 'log')),
    standing: owner => {
      const found = find(owner)
      if (!found) return 'missing'
      return keyIdOf(found) === owner.secretKeyId ? 'own' : 'other'
    },
    documentKey: (owner, salt) => derive(secretOf(owner), 'document', 32, Buffer.from(salt, 'hex')),
    vault: owner => ({
      digest: text =>
        createHmac('sha256', derive(secretOf(owner), 'digest'))
          .update(text)
          .digest('hex'),
      seal: text => seal(derive(secretOf(owner), 'at rest'), owner.secretKeyId, text),
      open: sealed => open(derive(secretOf(owner), 'at rest'), sealed),
    }),
  }
}

const readKeys = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw unavailable('secret.key can not be read.', { hint: 'Check whose it is, and its rights.' })
  }
}

/** Never overwrites: other organisations may have their keys in the same file. */
const keep = (file: string, home: string, organization: string, secret: Buffer): void => {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  appendFileSync(file, `${organization} ${secret.toString('base64url')}\n`, {
    mode: 0o600,
    flush: true,
  })
  chmodSync(file, 0o600)
}

/** AES-256-GCM: version, key id, nonce, tag and text. The key id says which key opens it, for the
 * day keys are rotated. */
const seal = (key: Buffer, keyId: string, text: string): string => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const packed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
  return `v1.${keyId}.${packed}`
}

const open = (key: Buffer, sealed: string): string => {
  const packed = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, packed.subarray(0, 12))
  decipher.setAuthTag(packed.subarray(12, 28))
  return Buffer.concat([decipher.update(packed.subarray(28)), decipher.final()]).toString('utf8')
}
