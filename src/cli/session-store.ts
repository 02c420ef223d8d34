/**
 * Where a person's sign-in is kept between commands: one small file per database, readable by its
 * owner alone. It holds the token itself, or says that the keychain has it.
 */
import { hash, randomBytes } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import type { Host } from '../host.ts'
import { StewardError, unavailable } from '../kernel/errors.ts'
import { shownDatabase } from './environments/database.ts'
import { type Keychain, keychainOf } from './keychain.ts'

export type SessionStore = {
  /** Makes the folder. Throws `unavailable` where a sign-in would not be safe in it. */
  ready(): void
  read(): Promise<string | null>
  keep(token: string): Promise<void>
  /** Whether there was one. */
  forget(): Promise<boolean>
  /** The provider that was signed in to last, by its reference; null for the default one. It outlives
   * the sign-in: whoever comes back is at home there. */
  provider(): string | null
  rememberProvider(reference: string | null): void
}

/** `in` says who has the token. */
type Kept = { in: 'keychain' } | { in: 'file'; token: string }

/** Steward's folder, in which the sign-ins have one of their own, and the database they are for. */
export type Place = Pick<Host, 'home' | 'databaseUrl' | 'file'>

/** `keychain` is looked for when it is first needed: most commands have no use for one. */
export const openSessionStore = (place: Place, keychain: () => Keychain | null): SessionStore => {
  const folder = join(place.home, 'sign-in')
  const account = accountOf(place)
  const file = join(folder, `${account}.json`)
  const failedBefore = join(folder, 'no-keychain')
  const lastProvider = join(folder, `${account}.provider`)

  const find = (): Kept | null => {
    if (!isThere(folder, 'folder') || !isThere(file, 'file')) return null
    return keptIn(file)
  }
  const put = (path: string, text: string): void => {
    makeFolder(folder)
    isThere(path, 'file')
    // Put in place whole: a command that reads meanwhile sees the old text or the new one.
    const aside = `${path}.${randomBytes(6).toString('hex')}`
    writeFileSync(aside, `${text}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(aside, path)
  }
  const write = (kept: Kept): void => put(file, JSON.stringify(kept))

  /** A keychain that failed is not asked again, so that it costs its wait only once. */
  const putIntoKeychain = async (token: string): Promise<boolean> => {
    const found = existsSync(failedBefore) ? null : keychain()
    if (!found) return false
    const put = await found.set(account, token).then(
      () => true,
      () => false,
    )
    if (!put) writeFileSync(failedBefore, '', { mode: 0o600 })
    return put
  }

  return {
    ready: () => makeFolder(folder),
    async read() {
      const kept = find()
      if (kept?.in !== 'keychain') return kept?.token ?? null
      return Promise.resolve(keychain()?.get(account) ?? Promise.reject()).catch(() => {
        throw noKeychain()
      })
    },
    async keep(token) {
      makeFolder(folder)
      write((await putIntoKeychain(token)) ? { in: 'keychain' } : { in: 'file', token })
    },
    async forget() {
      const kept = find()
      if (kept?.in === 'keychain')
        await keychain()
          ?.remove(account)
          .catch(() => undefined)
      rmSync(file, { force: true })
      return kept !== null
    },
    provider() {
      if (!isThere(folder, 'folder') || !isThere(lastProvider, 'file')) return null
      return readFileSync(lastProvider, 'utf8').trim() || null
    },
    rememberProvider(reference) {
      if (reference === null) rmSync(lastProvider, { force: true })
      else put(lastProvider, reference)
    },
  }
}

/** With the system's keychain, unless STEWARD_HOME is set: then all that Steward keeps is in that
 * folder. `root` is the package's folder. */
export const sessionStoreAt = (
  place: Place,
  root: string,
  env: Record<string, string | undefined>,
): SessionStore => openSessionStore(place, () => (env.STEWARD_HOME ? null : keychainOf(root, env)))

/** What a database is known by here: its file, or its address without the password, which may be
 * changed. */
const accountOf = ({ databaseUrl, file }: Place): string => {
  const known = file === null ? shownDatabase(databaseUrl) : resolve(file)
  return hash('sha256', known, 'hex').slice(0, 32)
}

const noKeychain = () =>
  unavailable('Your sign-in is in the keychain, and it does not answer.', {
    hint: 'Unlock it, or sign in again where there is none: steward login',
  })

const makeFolder = (folder: string): void => {
  if (isThere(folder, 'folder')) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** False when nothing is there. Throws `unavailable` for what others could read or have put there. */
const isThere = (path: string, kind: 'folder' | 'file'): boolean => {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats) return false
  const wrong = wrongWith(stats, kind)
  if (!wrong) return true
  const mode = kind === 'folder' ? '700' : '600'
  const mend = wrong === loose ? `chmod ${mode} ${path}` : `rm -r ${path}`
  throw unavailable(`The ${kind} that your sign-in is kept in ${wrong}: ${path}`, {
    hint: `If you know why: ${mend}. Then sign in again: steward login`,
  })
}

const loose = 'can be read by others'

const wrongWith = (stats: Stats, kind: 'folder' | 'file'): string | null => {
  if (stats.isSymbolicLink()) return 'is a symbolic link'
  if (kind === 'folder' ? !stats.isDirectory() : !stats.isFile()) return `is not a ${kind}`
  // Windows keeps a person's folders by other means than these.
  if (process.getuid === undefined) return null
  if (stats.uid !== process.getuid()) return 'belongs to somebody else'
  return (stats.mode & 0o077) === 0 ? null : loose
}

const keptIn = (file: string): Kept | null => {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept
    return kept.in === 'keychain' || typeof kept.token === 'string' ? kept : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw new StewardError('unavailable', 'The file with your sign-in can not be read.', {
      hint: `Look at ${file}.`,
    })
  }
}
