/** The world as services see it: the kernel's, with the store's transaction and our gateways. */
import type { KeyObject } from 'node:crypto'
import type { World as KernelWorld, OrganizationRef, Prepared } from '../kernel/context.ts'
import { operationsOf } from '../kernel/operation.ts'
import type { Tx } from '../store/transaction.ts'

/** The outside world behind small ports. Each loads its library when first used. */
export type Gateways = {
  passwords: {
    /** Argon2id, as a PHC string. */
    hash(password: string): Promise<string>
    /** Of an imported hash too: see services/passwords/imported.ts. */
    verify(hash: string, password: string): Promise<boolean>
  }
  mail: MailPort
  keyring: Keyring
  documents: DocumentFiles
  database: DatabasePort
  files: FilesPort
}

/** Files that an operator names, on the machine that this runs on. */
export type FilesPort = {
  /** Writes a new file, for its owner alone, gzipped where its name ends in .gz; it is there whole or
   * not at all. The same content twice is no mistake. Throws `conflict` where another file is, and
   * `invalid_input` where none can be. */
  write(
    file: string,
    text: AsyncIterable<string>,
  ): Promise<{ file: string; bytes: number; sha256: string }>
  /** Its bytes as they lie on the disk. */
  read(file: string): AsyncIterable<Uint8Array>
}

export type MailPort = {
  /** Throws `unavailable`, naming what to set, unless there is a mail server to send by. */
  check(): void
  /** Connects and signs in to the mail server, and sends nothing; answers what stood in the way.
   * Throws as `check` does. */
  reach(within: number): Promise<{ server: string; problem: string | null }>
  /** Sends them in order and answers how each went. None is begun once `within` milliseconds have
   * passed or the server can't be reached: the answer is shorter then. */
  send(mails: readonly Mail[], within: number): Promise<Delivery[]>
}

/** `id` is ours; it makes the Message-ID. `to` is one address. */
export type Mail = { id: string; to: string; subject: string; text: string }

/** `refused` is about this mail, `unreachable` about the server. */
export type Delivery =
  | { outcome: 'sent'; at: Date }
  | { outcome: 'refused' | 'unreachable'; error: string }

/** The organisation's secret key: made once, kept outside the database. */
export type Keyring = {
  /** Makes and keeps a key for a new organisation; or takes the one the environment gives. */
  create(organization: string): { secretKeyId: string; logPublicKey: string; cursorKey: string }
  /** The log's signing key. Throws `unavailable` when the secret key is missing or another's. */
  logSigner(owner: OrganizationRef): { privateKey: KeyObject; publicKey: Buffer }
  /** Whether the secret key at hand is this organisation's own, another's, or there is none. */
  standing(owner: Pick<OrganizationRef, 'id' | 'secretKeyId'>): 'own' | 'other' | 'missing'
}

/** What a document's file is encrypted for: nothing else opens it, and it opens as nothing else. */
export type SealedUnder = { id: string; salt: string }

/** The contents of documents: encrypted, outside the database. All of it throws `unavailable` when
 * the place can't be reached, or the secret key is missing. */
export type DocumentFiles = {
  /** Encrypts the content and keeps it; answers the name it is kept under. On the disk once it does. */
  keep(owner: OrganizationRef, document: SealedUnder, content: Uint8Array): Promise<string>
  /** Throws `check_failed` when it is not what was kept for this document. */
  open(owner: OrganizationRef, document: SealedUnder & { file: string }): Promise<Buffer>
  /** Those whose names begin with these two hexadecimal digits; one with a dot before it is what a
   * write left behind. */
  list(owner: OrganizationRef, prefix: string): Promise<readonly { name: string; at: Date }[]>
  has(owner: OrganizationRef, name: string): Promise<boolean>
  /** For good. What is not there is removed already. */
  remove(owner: OrganizationRef, name: string): Promise<void>
}

/** What concerns the database as a whole, below any tenant. */
export type DatabasePort = {
  /** Writes a backup to the file named, or to one of its own naming; answers where, how big, and how
   * many events are in it. */
  backup(
    target: string | undefined,
    at: Date,
  ): Promise<{ file: string; bytes: number; logSize: number }>
  /** Proves that a backup could be restored, and says whose it is. Throws what is wrong with it. */
  stage(file: string): Promise<{ organization: { id: string; name: string }; logSize: number }>
  /** Proves that there is room for a copy, and changes nothing. Throws `conflict` where something is
   * there already. */
  destination(url: string): Promise<Destination>
  integrity(): Promise<string[]>
  schema(): Promise<{ state: string; altered: string[] }>
  dialect: 'sqlite' | 'postgres'
}

/** Where a copy of the database goes. `name` is what the log keeps of its location. */
export type Destination = { engine: 'sqlite' | 'postgres'; location: string; name: string }

export type World = KernelWorld<Tx>
export type Around<T = undefined> = Prepared<World, Gateways, T>

export const operation = operationsOf<World, Gateways>()
