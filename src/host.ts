/**
 * The composition root: configuration in, a runner out. The only place that knows which store,
 * gateways and clock are in use; what is heavy is loaded when it is first needed.
 */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { systemClock } from './gateways/clock.ts'
import { documentFiles } from './gateways/documents.ts'
import { files } from './gateways/files.ts'
import { randomIds } from './gateways/ids.ts'
import { openKeyring } from './gateways/keyring.ts'
import { passwords } from './gateways/passwords.ts'
import { mailBy } from './gateways/smtp.ts'
import { homeOf } from './home.ts'
import { noApproval } from './kernel/approval.ts'
import {
  type Actor,
  type Call,
  type Credential,
  type Origin,
  scopeWithin,
} from './kernel/context.ts'
import { notFound, StewardError, unavailable } from './kernel/errors.ts'
import { type AnyOperation, actorKindOf } from './kernel/operation.ts'
import { narrower, reaches } from './kernel/permission.ts'
import { createRunner, type Outcome, type Runner } from './kernel/runner.ts'
import type { Maintenance } from './maintenance.ts'
import type { Moved } from './moving.ts'
import { authenticateKey, checkShape, type KeyUse } from './services/keys/authenticate.ts'
import { noteKeyUse } from './services/keys/use.ts'
import { defaultScope, wholeScope } from './services/organization/queries.ts'
import { refuseLate } from './services/providers/late.ts'
import type { SessionUse } from './services/sessions/authenticate.ts'
import { anyone, system } from './services/team/actors.ts'
import type { Gateways } from './services/world.ts'
import { forgetExpired } from './store/idempotency.ts'
import { migrate, refuseUnlessCurrent, type SchemaState, schemaState } from './store/migrate.ts'
import { outboxOf } from './store/outbox.ts'
import type { Staged } from './store/restore.ts'
import { createStore, fileOf, nowhere, openEngine, type Store } from './store/store.ts'
import type { Tx } from './store/transaction.ts'
import type { Vitals } from './vitals.ts'

export { homeOf } from './home.ts'
export type { Restored, RestorePlan, Status } from './maintenance.ts'
export type { Moved } from './moving.ts'
export type { Vitals } from './vitals.ts'

export type Environment = Record<string, string | undefined>

export type HostOptions = {
  /** The package's folder: its migrations are there. */
  root: string
  version: string
  env: Environment
  /** A folder with a database of its own, whatever the environment says: demo's. */
  home?: string
  /** Goes before what the environment says. */
  databaseUrl?: string
  /** Told who is calling, before anything is answered. */
  signedIn?: (actor: Actor) => Promise<void>
  clock?: () => Date
  /** Finds the token that a person signed in to this database with: asked where there is no key. */
  session?: (at: Pick<Host, 'home' | 'databaseUrl' | 'file'>) => Promise<string | null>
}

export type Host = {
  home: string
  databaseUrl: string
  /** Of a SQLite database; null on Postgres. */
  file: string | null
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
  /** Sends the codes that somebody waits for; answers how many have left. Throws `unavailable`
   * without a mail server. */
  deliver(outcome: Outcome): Promise<number>
  /** What concerns the database as a whole, below any operation. */
  maintenance(): Promise<Maintenance>
  /** Copies everything into an empty database, once `db.copy` has let it. `step` hears of each row. */
  move(databaseUrl: string, step?: () => void): Promise<Moved>
  /** Leaves nothing deleted in the database's files; false where the engine sees to that itself. */
  rewrite(): Promise<boolean>
  /** What can be told of the house whatever state it is in. */
  vitals(): Promise<Vitals>
  /** Makes a backup ready to take the database's place: once, however often it is asked. */
  stage(file: string): Promise<Staged>
  /** The same house over another database. */
  beside(databaseUrl: string): Promise<Host>
  close(): Promise<void>
}

export type Migrated = { applied: string[]; backup: string | null }

export const openHost = async (options: HostOptions): Promise<Host> => {
  const { env, version, root, clock = systemClock } = options
  const home = options.home ?? homeOf(env)
  const given = options.databaseUrl ?? env.STEWARD_DATABASE_URL
  const databaseUrl = (options.home === undefined && given) || join(home, 'steward.db')
  const engine = await openEngine(databaseUrl)
  const store = createStore(engine, { ids: randomIds, admits: refuseLate })
  const folder = join(root, 'migrations', engine.dialect)
  const keyring = openKeyring({ home, fromEnvironment: () => secretKeyOf(env) })

  const schema = (): Promise<SchemaState> => schemaState(engine, folder, version)
  const gateways: Gateways = {
    passwords,
    keyring,
    documents: documentFiles(documentsIn(options, home), keyring),
    files,
    mail: mailBy(env, clock),
    database: {
      dialect: engine.dialect,
      schema,
      integrity: engine.integrity,
      backup: async (target, at) => {
        const { backUp } = await import('./store/backup.ts')
        return backUp(engine, { databaseUrl, home, target, at })
      },
      stage: file => stage(file),
      destination: async url => (await import('./moving.ts')).destinationOf(host, url),
    },
  }
  const staged = new Map<string, Promise<Staged>>()
  const stage = (path: string): Promise<Staged> => {
    const making = staged.get(path) ?? stageBackup(path)
    staged.set(path, making)
    return making
  }
  const stageBackup = async (path: string): Promise<Staged> => {
    const { stagePostgres, stageSqlite } = await import('./store/restore.ts')
    const program = { folder, version, now: clock() }
    return engine.dialect === 'sqlite'
      ? stageSqlite(path, home, program)
      : stagePostgres(path, home, program)
  }
  const used: Used = { by: null }
  const runner = lazily(async () => {
    refuseUnlessCurrent(await schema(), version)
    return createRunner<Tx, Gateways>({
      store,
      gateways,
      clock,
      ids: randomIds,
      approval: noApproval,
      async settled(tx, entries) {
        if (!entries.some(({ subjects }) => subjects.length > 0)) return entries
        const { withoutErased } = await import('./services/consumers/forgotten.ts')
        return withoutErased(tx, entries)
      },
      outbox: outboxOf,
      vault: scope => keyring.vault(scope.organization),
      async authenticate(call, operation) {
        const known = await authenticate(store, call, operation, { used, now: clock() })
        const actor = await within(store, known, call.provider, operation)
        await options.signedIn?.(actor)
        return actor
      },
      stranger: () => stranger(store),
    })
  })
  let machine: string | undefined
  const origin: Origin = {
    channel: 'console',
    // Asked for where an event is written: to read a record nobody needs to load node:os.
    get host() {
      machine ??= hostname()
      return machine
    },
    version,
  }
  const recordMigration = async (applied: string[], backup: string | null): Promise<void> => {
    const { databaseMigrated } = await import('./services/db/migrated.ts')
    const credential = { kind: 'system', name: 'maintenance' } as const
    const input = { applied, backup: backup === null ? undefined : basename(backup) }
    await (await runner()).run(databaseMigrated, input, { credential, origin })
  }
  const host: Host = {
    home,
    databaseUrl,
    file: fileOf(databaseUrl),
    root,
    version,
    store,
    gateways,
    clock,
    schema,
    runner,
    async migrate() {
      let backup: string | null = null
      const beforeChange = async () => {
        if (engine.dialect === 'postgres') return
        backup = (await gateways.database.backup(undefined, clock())).file
      }
      const plan = { folder, program: version, now: clock(), beforeChange }
      const applied = await migrate(engine, plan)
      if (applied.length > 0 && (await stranger(store))) await recordMigration(applied, backup)
      return { applied, backup }
    },
    async deliver(outcome) {
      const { deliverNow } = await import('./services/outbox/now.ts')
      return deliverNow(await runner(), origin, outcome)
    },
    move: async (url, step = () => undefined) =>
      (await import('./moving.ts')).moveHouse(host, url, step),
    maintenance: async () => (await import('./maintenance.ts')).maintenanceOf(host),
    rewrite: engine.rewrite,
    vitals: async () => (await import('./vitals.ts')).vitalsOf(host),
    stage,
    beside: url => {
      const env = { ...options.env, STEWARD_HOME: home }
      return openHost({ ...options, home: undefined, databaseUrl: url, env })
    },
    credential: await credentialOf(env, async () => {
      const { session } = options
      return session ? session({ home, databaseUrl, file: fileOf(databaseUrl) }) : null
    }),
    origin,
    async close() {
      for (const one of staged.values()) (await one.catch(() => null))?.dispose()
      if (used.by) await noteUse(store, used.by, clock())
      await store.close()
    },
  }
  return host
}

/** A key wins over whoever signed in. */
const credentialOf = async (
  env: Environment,
  session: () => Promise<string | null>,
): Promise<Credential> => {
  if (env.STEWARD_API_KEY) return { kind: 'apiKey', key: env.STEWARD_API_KEY }
  const token = await session()
  return token === null ? { kind: 'none' } : { kind: 'session', token }
}

/** A house of its own keeps its documents, too. */
const documentsIn = ({ env, home: own }: HostOptions, home: string): string =>
  (own === undefined && env.STEWARD_DOCUMENTS) || join(home, 'documents')

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
  const scope = await store.read(nowhere, defaultScope)
  return scope && anyone(scope)
}

/** The same, staying within one of the providers that they reach. Throws `not_found` for any other; a
 * stranger is told nothing of whether there is one, or whether it is disabled. One that was deleted is
 * there to be looked into, by whoever reaches all. */
const within = async (
  store: Store,
  actor: Actor,
  named: string | undefined,
  { effect, evenDisabled, session: isOwn }: AnyOperation,
): Promise<Actor> => {
  if (named === undefined || actor.kind === 'system') return actor
  const { findProvider, tenantOf } = await import('./services/providers/queries.ts')
  const found = await store.read(nowhere, tx => findProvider(tx, named))
  const { organization, providers } = actor.scope
  if (actor.kind === 'anyone') {
    const open = found?.status === 'active' || (evenDisabled && found?.status === 'disabled')
    const scope = found && open ? scopeWithin(tenantOf(found), organization) : nowhere
    return { ...actor, scope }
  }
  const isPast = found?.status === 'deleted' && effect === 'read' && reaches(actor.level, 'whole')
  const known = providers.find(({ provider }) => provider === found?.key)
  const home = isPast ? tenantOf(found) : known
  if (!home) throw notFound('provider')
  // What is about oneself is done where one belongs, wherever one stays.
  if (isOwn) return actor
  const scope = { ...scopeWithin(home, organization), bounds: actor.scope.bounds }
  return { ...actor, scope, level: narrower(actor.level, 'provider') }
}

/** What a call signed in with, to note afterwards that it was used. */
type Used = { by: ((KeyUse | SessionUse) & { kind: 'key' | 'session' }) | null }

const authenticate = async (
  store: Store,
  { credential }: Call,
  operation: AnyOperation,
  { used, now }: { used: Used; now: Date },
): Promise<Actor> => {
  if (actorKindOf(operation) === 'anyone') return (await stranger(store)) ?? anyone(nowhere)
  if (credential.kind === 'system') return systemActor(store, credential)
  if (credential.kind === 'none') {
    throw new StewardError('not_signed_in', 'You are not signed in.', {
      hint: 'Sign in with steward login, or set STEWARD_API_KEY.',
    })
  }
  if (credential.kind === 'apiKey') {
    checkShape(credential.key)
    const use = await store.read(nowhere, tx => authenticateKey(tx, credential, now))
    used.by = { ...use, kind: 'key' }
    return use.actor
  }
  const { authenticateSession, endOutlived, sessionOver } = await import(
    './services/sessions/authenticate.ts'
  )
  const use = await store.read(nowhere, tx => authenticateSession(tx, credential.token, now))
  if ('outlived' in use) {
    // Refused it is in any case, also where nothing can be written now.
    await store.writeIfFree(nowhere, tx => endOutlived(tx, use, now)).catch(() => undefined)
    throw sessionOver()
  }
  used.by = { ...use, kind: 'session' }
  return use.actor
}

const systemActor = async (
  store: Store,
  { name, onBehalfOf }: Extract<Credential, { kind: 'system' }>,
): Promise<Actor> => {
  const scope = (await store.read(nowhere, wholeScope))!
  return { ...system(name as Parameters<typeof system>[0], scope), ...onBehalfOf }
}

/** What is tidied on the way: when a key or session was last used, answers and guesses past their time.
 * Written at most once a minute, after the answer, and given up at once when the database is busy
 * or can only be read: a read stays a read. */
const noteUse = async (store: Store, use: NonNullable<Used['by']>, now: Date): Promise<void> => {
  const { kind, lastUsedAt, rowKey, actor } = use
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return
  const note =
    kind === 'key'
      ? noteKeyUse
      : (await import('./services/sessions/authenticate.ts')).noteSessionUse
  const { forgetOldGuesses } = await import('./services/guesses/queries.ts')
  const tidy = async (tx: Tx) => {
    await note(tx, rowKey, now)
    await forgetExpired(tx, now)
    await forgetOldGuesses(tx, now)
  }
  await store.writeIfFree(actor.scope, tidy).catch(() => undefined)
}
