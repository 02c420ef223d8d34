/**
 * The signs of life of a house, read below any operation, so that they can be read where no operation
 * runs: without a sign-in, and on a schema that isn't this program's. By plain SQL as far as it goes;
 * migrations never rename what is read here.
 */
import type { Host } from './host.ts'
import { type LogsScan, scanLogs } from './services/db/logs.ts'
import { scanLog, scanTail } from './services/events/scan.ts'
import { defaultScope } from './services/organization/queries.ts'
import { nowhere } from './store/store.ts'
import type { Tx } from './store/transaction.ts'

export type Vitals = {
  /** Of the engine, as it says it: 3.50.4, or 16.2 (Debian 16.2-1). */
  version(): Promise<string>
  /** What is wrong with the file, by the engine's own quick or whole check; nothing on a server. */
  integrity(whole: boolean): Promise<string[]>
  /** When the newest event happened, by the clock of whoever recorded it; null before the first. */
  newestEventAt(): Promise<Date | null>
  /** The clock of the server; null where there is none but this machine's. */
  serverClock(): Promise<Date | null>
  secretKey(): Promise<'own' | 'other' | 'missing'>
  /** Proves the heads of all logs and their last events, or every event. */
  log(last: number | 'all'): Promise<LogsScan>
}

export const vitalsOf = (host: Host): Vitals => {
  const { store, gateways } = host
  const { engine } = store
  const first = async <T>(query: string): Promise<T | undefined> => {
    const [row] = await engine.reading(({ rows }) => rows<T>(query))
    return row
  }
  return {
    async version() {
      const said =
        engine.dialect === 'sqlite' ? 'sqlite_version()' : `current_setting('server_version')`
      return (await first<{ version: string }>(`select ${said} as version`))!.version
    },
    integrity: whole => engine.integrity(!whole),
    async newestEventAt() {
      const newest = await first<{ at: number | Date }>(
        `select e.at as at from logs l
         join events e on e.provider = l.provider and e.sequence = l.size
         order by e.at desc limit 1`,
      )
      return newest ? new Date(newest.at) : null
    },
    async serverClock() {
      if (engine.dialect === 'sqlite') return null
      return (await first<{ at: Date }>('select clock_timestamp() as at'))!.at
    },
    async secretKey() {
      const owner = await first<{ id: string; secret_key_id: string }>(
        'select id, secret_key_id from organizations where key = 1',
      )
      if (!owner) return 'missing'
      return gateways.keyring.standing({ id: owner.id, secretKeyId: owner.secret_key_id })
    },
    async log(last) {
      const scope = await store.read(nowhere, defaultScope)
      if (!scope) return { size: 0, problem: null }
      const scan = last === 'all' ? scanLog : (tx: Tx) => scanTail(tx, last)
      return store.read(scope, tx => scanLogs(tx, scan))
    },
  }
}
