/**
 * The composition root: configuration in, a runner out. The only place that knows which store,
 * gateways and clock are in use; what is heavy is loaded when it is first needed.
 */
import { readFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { systemClock } from './gateways/clock.ts'
import { randomIds } from './gateways/ids.ts'
import { openKeyring } from './gateways/keyring.ts'
import { passwords } from './gateways/passwords.ts'
import { noApproval } from './kernel/approval.ts'
import type { Actor, Call, Credential, Origin } from './kernel/context.ts'
import { StewardError, unavailable } from './kernel/errors.ts'
import { type AnyOperation, actorKindOf } from './kernel/operation.ts'
import { createRunner, type Runner } from './kernel/runner.ts'
import type { KeyUse } from './services/keys/authenticate.ts'
import type { Gateways } from './services/world.ts'
import type { SchemaState } from './store/migrate.ts'
import { outboxOf } from './store/outbox.ts'
import { createStore, nowhere, openEngine, type Store } from './store/store.ts'
import type { Tx } from './store/transaction.ts'

export type Environment = Record<string, string | undefined>

export type HostOptions = {
  /** The package's folder: its migrations are there. */
  root: string
  version: string
  env: Environment
  /** A folder with a database of its own, whatever the environment says: demo's. */
  home?: string
  clock?: () => Date
}

export type Host = {
  home: string
  databaseUrl: string
  root: string
  version: string
  store: Store
  gateways: Gateways
  /** What the environment signs in with. */
  credential: Credential
  origin: Origin
  clock(): Date
  /** Where the schema stands. Answers before there is a database, too. */
  schema(): Promise<SchemaState>
  /** Throws `unavailable` unless the schema is this program's. */
  runner(): Promise<Runner>
  /** Brings the schema up to date, after a backup of a SQLite file that holds something. */
  migrate(): Promise<Migrated>
  close(): Promise<void>
}

export type Migrated = { applied: string[]; backup: string | null }

/** STEWARD_HOME, else where this platform keeps a program's data. */
export const homeOf = (env: Environment): string => {
  if (env.STEWARD_HOME) return env.STEWARD_HOME
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/steward')
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'steward')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'steward')
}

export const openHost = async (options: HostOptions): Promise<Host> => {
  const { env, version, root, clock = systemClock } = options
  const home = options.home ?? homeOf(env)
  const given = options.home === undefined ? env.STEWARD_DATABASE_URL : undefined
  const databaseUrl = given || join(home, 'steward.db')
  const engine = await openEngine(databaseUrl)
  const store = createStore(engine, randomIds)
  const folder = join(root, 'migrations', engine.dialect)
  const keyring = openKeyring({ home, fromEnvironment: () => secretKeyOf(env) })

  const schema = async (): Promise<SchemaState> => {
    const { schemaState } = await import('./store/migrate.ts')
    return schemaState(engine, folder, version)
  }
  const gateways: Gateways = {
    passwords,
    keyring,
    mail: { send: async mail => (await import('./gateways/smtp.ts')).sendMail(env, mail) },
    database: {
      dialect: engine.dialect,
      schema,
      integrity: engine.integrity,
      backup: async (target, at) => {
        const { backUp } = await import('./store/backup.ts')
        return backUp(engine, { databaseUrl, home, target, at })
      },
    },
  }
  const used: { key: KeyUse | null } = { key: null }
  const runner = lazily(async () => {
    const { refuseUnlessCurrent } = await import('./store/migrate.ts')
    refuseUnlessCurrent(await schema(), version)
    return createRunner<Tx, Gateways>({
      store,
      gateways,
      clock,
      ids: randomIds,
      approval: noApproval,
      outbox: outboxOf,
      vault: scope => keyring.vault(scope.organization),
      authenticate: (call, operation) => authenticate(store, call, operation, used),
      stranger: () => stranger(store),
    })
  })
  return {
    home,
    databaseUrl,
    root,
    version,
    store,
    gateways,
    clock,
    schema,
    runner,
    async migrate() {
      const { migrate } = await import('./store/migrate.ts')
      let backup: string | null = null
      const beforeChange = async () => {
        if (engine.dialect === 'postgres') return
        backup = (await gateways.database.backup(undefined, clock())).file
      }
      const plan = { folder, program: version, now: clock(), beforeChange }
      return { applied: await migrate(engine, plan), backup }
    },
    credential: credentialOf(env),
    origin: { channel: 'console', host: hostname(), version },
    async close() {
      if (used.key) await noteUse(store, used.key, clock())
      await store.close()
    },
  }
}

const credentialOf = (env: Environment): Credential =>
  env.STEWARD_API_KEY ? { kind: 'apiKey', key: env.STEWARD_API_KEY } : { kind: 'none' }

const secretKeyOf = (env: Environment): string | undefined => {
  if (env.STEWARD_SECRET_KEY) return env.STEWARD_SECRET_KEY
  if (!env.STEWARD_SECRET_KEY_FILE) return undefined
  try {
    return readFileSync(env.STEWARD_SECRET_KEY_FILE, 'utf8')
  } catch {
    throw unavailable('The file that STEWARD_SECRET_KEY_FILE names can not be read.')
  }
}

const lazily = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

const stranger = async (store: Store): Promise<Actor | null> => {
  const { defaultScope } = await import('./services/organization/queries.ts')
  const { anyone } = await import('./services/team/actors.ts')
  const scope = await store.read(nowhere, defaultScope)
  return scope && anyone(scope)
}

const authenticate = async (
  store: Store,
  { credential }: Call,
  operation: AnyOperation,
  used: { key: KeyUse | null },
): Promise<Actor> => {
  if (actorKindOf(operation) === 'anyone') {
    const { anyone } = await import('./services/team/actors.ts')
    return (await stranger(store)) ?? anyone(nowhere)
  }
  if (credential.kind === 'system') return systemActor(store, credential.name)
  if (credential.kind === 'none') {
    throw new StewardError('not_signed_in', 'You are not signed in.', {
      hint: 'Set STEWARD_API_KEY to a key made by steward init --api-key or steward keys create.',
    })
  }
  const { authenticateKey, checkShape } = await import('./services/keys/authenticate.ts')
  checkShape(credential.key)
  used.key = await store.read(nowhere, tx => authenticateKey(tx, credential.key))
  return used.key.actor
}

const systemActor = async (store: Store, name: string): Promise<Actor> => {
  const { defaultScope } = await import('./services/organization/queries.ts')
  const { system } = await import('./services/team/actors.ts')
  return system(name as Parameters<typeof system>[0], (await store.read(nowhere, defaultScope))!)
}

/** Written at most once a minute, after the answer, and given up at once when the database is busy
 * or can only be read: a read stays a read. */
const noteUse = async (store: Store, { lastUsedAt, rowKey, actor }: KeyUse, now: Date) => {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return
  const { noteKeyUse } = await import('./services/keys/use.ts')
  await store.writeIfFree(actor.scope, tx => noteKeyUse(tx, rowKey, now)).catch(() => undefined)
}
