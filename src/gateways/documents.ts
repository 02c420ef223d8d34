/**
 * The files of documents: encrypted, outside the database, in a folder per organisation. A name says
 * nothing, and no two files have the same key: it is derived (HKDF, RFC 5869) from the organisation's
 * secret key and a salt that only the document's row has. Once the row is gone, so is the key.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { OrganizationRef } from '../kernel/context.ts'
import { StewardError, unavailable } from '../kernel/errors.ts'
import type { DocumentFiles, SealedUnder } from '../services/world.ts'
import { syncFolder } from './folder.ts'
import type { OpenKeyring } from './keyring.ts'

/** Version, key id, nonce, body, tag. The key id says which secret key opens it, for the day keys are
 * rotated. */
const version = 1
const keyIdBytes = 8
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + keyIdBytes + nonceBytes

const algorithm = 'aes-256-gcm'

export const documentFiles = (
  folder: string,
  keyring: Pick<OpenKeyring, 'documentKey'>,
): DocumentFiles => {
  /** A folder for each two digits a name can begin with: none gets too big to be listed. */
  const fileOf = (owner: OrganizationRef, name: string) =>
    join(folder, owner.id, name.replace(/^\./, '').slice(0, 2), name)

  return {
    async keep(owner, document, content) {
      const sealed = seal(keyring.documentKey(owner, document.salt), owner, document, content)
      const name = randomBytes(16).toString('hex')
      await place(fileOf(owner, name), fileOf(owner, `.${name}.tmp`), sealed).catch(error => {
        throw unwritable(error)
      })
      return name
    },
    async open(owner, document) {
      const key = keyring.documentKey(owner, document.salt)
      const sealed = await readFile(fileOf(owner, document.file)).catch(error => {
        throw unreadable(error)
      })
      return unseal(key, owner, document, sealed)
    },
    list: (owner, prefix) => filesIn(join(folder, owner.id, prefix)),
    async has(owner, name) {
      const stats = await stat(fileOf(owner, name)).catch(() => null)
      return !!stats?.isFile()
    },
    async remove(owner, name) {
      // Where the folder itself is missing nobody can say that the file is gone: it may be elsewhere.
      await stat(join(folder, owner.id)).catch(error => {
        throw unavailable('The documents folder is not there.', { hint: whereabouts, cause: error })
      })
      const file = fileOf(owner, name)
      try {
        await rm(file)
        await syncFolder(dirname(file))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw unwritable(error)
      }
    },
  }
}

/** What a file is authenticated with besides its content: it opens as this document's, or not. */
const belonging = (head: Buffer, owner: OrganizationRef, { id }: SealedUnder): Buffer =>
  Buffer.concat([head, Buffer.from(`${owner.id} ${id}`)])

const seal = (
  key: Buffer,
  owner: OrganizationRef,
  document: SealedUnder,
  content: Uint8Array,
): Buffer[] => {
  const nonce = randomBytes(nonceBytes)
  const head = Buffer.concat([
    Buffer.from([version]),
    Buffer.from(owner.secretKeyId, 'hex').subarray(0, keyIdBytes),
    nonce,
  ])
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(belonging(head, owner, document))
  return [head, cipher.update(content), cipher.final(), cipher.getAuthTag()]
}

const unseal = (
  key: Buffer,
  owner: OrganizationRef,
  document: SealedUnder,
  sealed: Buffer,
): Buffer => {
  const head = sealed.subarray(0, headBytes)
  if (sealed.length < headBytes + tagBytes || head[0] !== version) throw altered()
  const keyId = head.subarray(1, 1 + keyIdBytes).toString('hex')
  if (keyId !== owner.secretKeyId) throw altered()
  const decipher = createDecipheriv(algorithm, key, head.subarray(1 + keyIdBytes))
  decipher.setAAD(belonging(head, owner, document)).setAuthTag(sealed.subarray(-tagBytes))
  try {
    const body = decipher.update(sealed.subarray(headBytes, -tagBytes))
    return Buffer.concat([body, decipher.final()])
  } catch {
    throw altered()
  }
}

/** Written beside its place and moved there when it is whole and on the disk. */
const place = async (path: string, aside: string, parts: readonly Buffer[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const file = await open(aside, 'wx', 0o600)
    try {
      for (const part of parts) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}

const filesIn = async (path: string): Promise<{ name: string; at: Date }[]> => {
  const names = await readdir(path).catch(error => {
    if (codeOf(error) === 'ENOENT') return []
    throw unreadable(error)
  })
  const found = await Promise.all(
    names.map(async name => {
      const stats = await stat(join(path, name)).catch(() => null)
      return stats?.isFile() ? [{ name, at: stats.mtime }] : []
    }),
  )
  return found.flat()
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''

const altered = () =>
  new StewardError(
    'check_failed',
    'The file of this document is not what was kept: do not use it.',
    {
      hint: 'Bring the file back from a backup of the documents folder.',
    },
  )

const unreadable = (error: unknown) => {
  const missing = codeOf(error) === 'ENOENT'
  return unavailable(
    missing ? 'The file of this document is not there.' : 'The documents folder can not be read.',
    { hint: `${whereabouts} Then: steward db check`, cause: error },
  )
}

const unwritable = (error: unknown) => {
  if (error instanceof StewardError) return error
  const full = codeOf(error) === 'ENOSPC'
  return unavailable(
    full ? 'There is no room for the file.' : 'The documents folder can not be written.',
    { hint: whereabouts, cause: error },
  )
}

const whereabouts = 'It is documents in STEWARD_HOME, or what STEWARD_DOCUMENTS names.'
