/**
 * What happens to the database as a whole, below any operation: how it stands, whatever its state,
 * and a backup taking its place. Who may is asked of the database where it can still be asked; where
 * it can't, whoever has its files at hand may.
 */
import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Host } from './host.ts'
import type { Call, Person } from './kernel/context.ts'
import { errorBody, StewardError } from './kernel/errors.ts'
import type { Change } from './kernel/event.ts'
import type { Outcome } from './kernel/runner.ts'
import { endAll, holdMessages } from './services/db/endings.ts'
import { restoreDatabase } from './services/db/restore.ts'
import { databaseRestored } from './services/db/restored.ts'
import type { SchemaState } from './store/migrate.ts'
import { type Overview, readOverview, type Standing, standingOf } from './store/overview.ts'
import {
  keepReplaced,
  putInPlace,
  restorePostgres,
  type Staged,
  setAside,
} from './store/restore.ts'
import { locationOf, nowhere } from './store/store.ts'

export type Maintenance = {
  /** Answers for every database there can be, the broken ones too. */
  status(): Promise<Status>
  /** Signs in where there is an organisation to sign in to, then looks at the backup. */
  plan(request: RestoreRequest, call: Call): Promise<RestorePlan>
  restore(plan: RestorePlan, call: Call): Promise<Restored>
}

export const maintenanceOf = (host: Host): Maintenance => ({
  status: () => statusOf(host),
  plan: (request, call) => planRestore(host, request, call),
  restore: (plan, call) => restore(host, plan, call),
})

export type Status = {
  engine: 'sqlite' | 'postgres'
  /** The file, or host and database; never a password. */
  location: string
  /** The schema's, or why it has none that can be read. */
  state: SchemaState['state'] | 'missing' | 'damaged' | 'unavailable'
  problem: { message: string; hint: string | null } | null
  program: string
  /** The oldest Steward that may work on it. */
  oldestProgram: string | null
  applied: { id: string; at: string; program: string }[]
  pending: string[]
  altered: string[]
  organization: { id: string; name: string } | null
  bytes: number | null
  logSize: number | null
  lastBackup: { at: string; file: string | null } | null
}

const statusOf = async (host: Host): Promise<Status> => {
  const { dialect } = host.store.engine
  const unknown: Status = {
    engine: dialect,
    location: locationOf(host.databaseUrl),
    state: 'missing',
    problem: null,
    program: host.version,
    oldestProgram: null,
    applied: [],
    pending: [],
    altered: [],
    organization: null,
    bytes: null,
    logSize: null,
    lastBackup: lastBackup(host, null),
  }
  try {
    const standing = await standingNow(host)
    if (standing !== 'readable') return { ...unknown, state: standing }
    return { ...unknown, ...(await readableStatus(host)) }
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    const { message, hint } = errorBody(error)
    return { ...unknown, state: 'unavailable', problem: { message, hint } }
  }
}

const readableStatus = async (host: Host): Promise<Partial<Status>> => {
  const { state, applied, pending, altered, oldestProgram } = await host.schema()
  const overview = await readOverview(host.store.engine, host.file)
  const { organization, bytes, logSize, backedUpAt } = overview
  return {
    state,
    oldestProgram,
    applied: applied.map(({ id, applied_at: at, program }) => ({ id, at, program })),
    pending,
    altered,
    organization,
    bytes,
    logSize,
    lastBackup: lastBackup(host, backedUpAt),
  }
}

const standingNow = async ({ file, store }: Host): Promise<Standing> =>
  file === null ? 'readable' : standingOf(store.engine, file)

/** The later of the last one recorded and the newest in the backups folder. */
const lastBackup = (host: Host, recordedAt: Date | null): Status['lastBackup'] => {
  const newest = filesIn(join(host.home, 'backups'))
    .filter(file => /^steward-.*\.(db|dump)$/.test(basename(file)))
    .flatMap(file => {
      // One removed meanwhile, or a link to nothing, is no backup.
      const at = statSync(file, { throwIfNoEntry: false })?.mtime
      return at ? [{ file, at }] : []
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  // The event comes moments after its file: within a minute they are the same backup.
  if (newest && (!recordedAt || newest.at.getTime() + 60_000 > recordedAt.getTime())) {
    return { at: newest.at.toISOString(), file: newest.file }
  }
  return recordedAt && { at: recordedAt.toISOString(), file: null }
}

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map(name => join(folder, name))
  } catch {
    return []
  }
}

/** A restore that may go ahead. */
export type RestorePlan = {
  /** The backup's name. */
  file: string
  staged: Staged
  standing: Standing
  /** What stands there now, if it can be read. */
  present: Pick<Overview, 'organization' | 'logSize'> | null
  /** Who asked; null where there was nothing left to ask. */
  by: Person | null
  /** What a dry run answers. */
  preview: Pick<Restored, 'organization' | 'logSizeBefore' | 'migrated'> & {
    logSizeInBackup: number
  }
  change: Change
}

export type RestoreRequest = { file: string; confirm?: string }

const planRestore = async (host: Host, raw: RestoreRequest, call: Call): Promise<RestorePlan> => {
  const standing = await standingNow(host)
  const found = standing === 'readable' ? await readOverview(host.store.engine, host.file) : null
  const present = found?.organization ? found : null
  const by = present ? await admitted(host, raw, call) : null
  const staged = await host.stage(raw.file)
  const { organization, logSize: logSizeInBackup, migrated } = staged
  const logSizeBefore = present?.logSize ?? null
  const preview = { organization, logSizeBefore, logSizeInBackup, migrated }
  const subject = { ...organization, topic: 'organization', email: null }
  const before = { events: logSizeBefore }
  const change = { subject, before, after: { events: logSizeInBackup } }
  return { file: basename(raw.file), staged, standing, present, by, preview, change }
}

/** Asks the present database. That changes nothing: what is then done is recorded where it is. */
const admitted = async (host: Host, raw: RestoreRequest, call: Call): Promise<Person> => {
  const { value } = await (await host.runner()).run(restoreDatabase, { ...raw }, call)
  return (value as { by: Person }).by
}

export type Restored = {
  organization: { id: string; name: string }
  logSizeBefore: number | null
  logSizeAfter: number
  /** A copy of what was there. */
  replaced: string | null
  migrated: string[]
  codesEnded: number
  messagesHeld: number
}

/** Carries a plan out. On SQLite nobody sees the restored database before what ends has ended and
 * what waits is held; on Postgres that is a transaction of its own right after the
 * restore, before the migrations that an older backup needs. */
const restore = async (host: Host, plan: RestorePlan, call: Call): Promise<Restored> => {
  const { staged } = plan
  const how = { host, plan, call }
  try {
    const done = host.file === null ? await onPostgres(how) : await onSqlite(how, host.file)
    return { organization: staged.organization, ...done, migrated: staged.migrated }
  } finally {
    staged.dispose()
  }
}

type How = { host: Host; plan: RestorePlan; call: Call }
type Done = Omit<Restored, 'organization' | 'migrated'>
type Replacing = Pick<Done, 'logSizeBefore' | 'replaced'>
type Ended = Pick<Done, 'codesEnded' | 'messagesHeld'>

const onSqlite = async (how: How, target: string): Promise<Done> => {
  const { host, plan } = how
  const { standing, staged } = plan
  const at = host.clock()
  let replaced = standing === 'damaged' ? setAside(target, at) : null
  let done: Done | undefined
  await putInPlace(staged, target, standing === 'damaged' ? 'missing' : standing, async () => {
    let logSizeBefore: number | null = null
    if (standing === 'readable') {
      const backup = () => host.gateways.database.backup(undefined, at)
      replaced = await keepReplaced(target, host.home, at, backup)
      logSizeBefore = (await readOverview(host.store.engine, target)).logSize
    }
    done = await besides(host, staged.file, restored =>
      finish(how, restored, { logSizeBefore, replaced }),
    )
  })
  return done!
}

const onPostgres = async (how: How): Promise<Done> => {
  const { host, plan } = how
  const { file: replaced, logSize } = await host.gateways.database.backup(undefined, host.clock())
  const logSizeBefore = plan.present ? logSize : null
  const folder = join(host.root, 'migrations', 'postgres')
  await restorePostgres(host.databaseUrl, plan.staged, { home: host.home, folder })
  return besides(host, host.databaseUrl, async restored => {
    // Before anything that may fail: what the backup held must not work or leave in its old schema.
    const ended = await endWhatWaits(restored)
    await restored.migrate()
    return finish(how, restored, { logSizeBefore, replaced, ...ended })
  })
}

const besides = async <T>(
  host: Host,
  databaseUrl: string,
  part: (restored: Host) => Promise<T>,
): Promise<T> => {
  const restored = await host.beside(databaseUrl)
  try {
    return await part(restored)
  } finally {
    await restored.close()
  }
}

/** Touches no column that a migration has added since: the schema is still the backup's. */
const endWhatWaits = ({ store, clock }: Host): Promise<Ended> =>
  store.write(nowhere, async tx => {
    const codesEnded = await endAll(tx, clock())
    return { commit: true, value: { codesEnded, messagesHeld: await holdMessages(tx) } }
  })

/** Ends, holds and records, in the restored database and in one transaction. */
const finish = async (
  { plan, call }: How,
  restored: Host,
  { logSizeBefore, replaced, codesEnded, messagesHeld }: Replacing & Partial<Ended>,
): Promise<Done> => {
  const onBehalfOf = plan.by ?? undefined
  const credential = { kind: 'system', name: 'maintenance', onBehalfOf } as const
  const input = {
    file: plan.file,
    logSizeBefore: logSizeBefore ?? undefined,
    replaced: replaced === null ? undefined : basename(replaced),
    codesEnded,
    messagesHeld,
  }
  const runner = await restored.runner()
  const { value }: Outcome = await runner.run(databaseRestored, input, { ...call, credential })
  return { ...(value as Done), logSizeBefore, replaced }
}
