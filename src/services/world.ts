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
    verify(hash: string, password: string): Promise<boolean>
  }
  mail: {
    /** Answers what the server said. Throws `unavailable` when there is none to talk to. */
    send(mail: Mail): Promise<string>
  }
  keyring: Keyring
  database: DatabasePort
}

export type Mail = { to: string; subject: string; text: string; messageId: string }

/** The organisation's secret key: made once, kept outside the database. */
export type Keyring = {
  /** Makes and keeps a key for a new organisation; or takes the one the environment gives. */
  create(organization: string): { secretKeyId: string; logPublicKey: string; cursorKey: string }
  /** The log's signing key. Throws `unavailable` when the secret key is missing or another's. */
  logSigner(owner: OrganizationRef): { privateKey: KeyObject; publicKey: Buffer }
  /** Whether the secret key of this organisation is at hand. */
  holds(owner: OrganizationRef): boolean
}

/** What concerns the database as a whole, below any tenant. */
export type DatabasePort = {
  /** Writes a backup to the file named, or to one of its own naming; answers where and how big. */
  backup(target: string | undefined, at: Date): Promise<{ file: string; bytes: number }>
  integrity(): Promise<string[]>
  schema(): Promise<{ state: string; altered: string[] }>
  dialect: 'sqlite' | 'postgres'
}

export type World = KernelWorld<Tx>
export type Around<T = undefined> = Prepared<World, Gateways, T>

export const operation = operationsOf<World, Gateways>()
