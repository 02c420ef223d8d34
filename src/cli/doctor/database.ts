/** What can be told of the database in use, whatever state it is in. */
import type { Host, Status, Vitals } from '../../host.ts'
import { ago } from '../../kernel/time.ts'
import { type Check, type Finding, failed, fine, unseen, warning } from './finding.ts'

const second = 1000
const minute = 60 * second

/** Apart by more than the first, one-time codes are refused; by more than the second, times in the
 * log mislead. */
const apart = { warning: 30 * second, failed: 5 * minute }

/** Events that are proven unless all are asked for. */
const lastEvents = 1000

/** The oldest Postgres that Steward works on. */
const oldestPostgres = 14

const init = 'Make an organisation: steward init'
const restore = 'Put a backup in its place: steward db restore FILE'

export const databaseChecks = (host: Host, { full }: { full: boolean }): Check[] => {
  let asked: Promise<{ status: Status; vitals: Vitals }> | undefined
  const ask = async () => {
    const status = await (await host.maintenance()).status()
    return { status, vitals: await host.vitals() }
  }
  const once = () => {
    asked ??= ask()
    return asked
  }
  /** A check of what is in the database: only where there is one that can be read. */
  const within = (look: (vitals: Vitals, status: Status) => Promise<Finding>) => async () => {
    const { status, vitals } = await once()
    return isReadable(status) ? look(vitals, status) : unseen('there is no database to ask.')
  }
  return [
    {
      name: 'database',
      look: async () => {
        const { status, vitals } = await once()
        return isReadable(status) ? lookAtEngine(vitals, status, full) : notReadable(status)
      },
    },
    { name: 'migrations', look: within(async (_, status) => lookAtMigrations(status)) },
    { name: 'clock', look: within((vitals, status) => lookAtClock(vitals, status, host.clock())) },
    { name: 'secret-key', look: within(lookAtSecretKey) },
    { name: 'event-log', look: within((vitals, status) => lookAtLog(vitals, status, full)) },
  ]
}

const isReadable = ({ state }: Status): boolean =>
  state !== 'missing' && state !== 'damaged' && state !== 'unavailable'

const notReadable = ({ state, problem, location }: Status): Finding => {
  if (problem) return failed(problem.message, problem.hint)
  if (state === 'damaged') return failed(`${location} is damaged, or something else.`, restore)
  return failed(`There is none yet at ${location}.`, init)
}

const lookAtEngine = async (vitals: Vitals, status: Status, full: boolean): Promise<Finding> => {
  const { engine, location, bytes } = status
  const version = await vitals.version()
  const size = `${((bytes ?? 0) / 1e6).toFixed(1)} MB`
  if (engine === 'postgres') {
    const seen = `Postgres ${version} at ${location}, ${size}.`
    const isOld = Number.parseInt(version, 10) < oldestPostgres
    return isOld ? failed(seen, `Steward needs Postgres ${oldestPostgres} or newer.`) : fine(seen)
  }
  const wrong = await vitals.integrity(full)
  const seen = `SQLite ${version}, ${size}, ${location}`
  if (wrong.length === 0) return fine(seen)
  return failed(`${seen}. SQLite finds it damaged: ${wrong[0]}`, restore)
}

const lookAtMigrations = ({ state, applied, pending, altered, ...status }: Status): Finding => {
  const { oldestProgram, program } = status
  if (altered.length > 0) {
    const seen = `${altered.join(', ')} is not what was applied here.`
    return failed(seen, 'Reinstall Steward; its files have been changed.')
  }
  if (state === 'none') return failed('None is applied: there is no organisation yet.', init)
  if (state === 'newer') {
    const seen = `This database needs Steward ${oldestProgram} or newer; this is ${program}.`
    return failed(seen, 'Update with: npm install -g steward-cli')
  }
  if (state === 'outdated') {
    return failed(`Not applied yet: ${pending.join(', ')}.`, 'Run: steward db migrate')
  }
  return fine(`All ${applied.length} are applied.`)
}

const lookAtClock = async (vitals: Vitals, { state }: Status, now: Date): Promise<Finding> => {
  const server = await vitals.serverClock()
  const newest = state === 'none' ? null : await vitals.newestEventAt()
  const difference = server ? Math.abs(server.getTime() - now.getTime()) : 0
  const ahead = newest ? newest.getTime() - now.getTime() : 0
  if (Number.isNaN(ahead))
    return failed('The newest event has no time.', 'Run: steward events verify')
  const advice = 'Set the clock of this machine, best by NTP; one-time codes and the log need it.'
  const seen = [
    now.toISOString(),
    server && `${inSeconds(difference)} from the database server's`,
    newest && ahead <= 0 && `the newest event was ${ago(newest, now)}`,
    newest && ahead > 0 && `the newest event is ${inSeconds(ahead)} ahead`,
  ]
  const text = `${seen.filter(part => part).join(', ')}.`
  const worst = Math.max(difference, ahead)
  if (worst > apart.failed) return failed(text, advice)
  return worst > apart.warning ? warning(text, advice) : fine(text)
}

const inSeconds = (ms: number): string => `${(ms / second).toFixed(1)} s`

const lookAtSecretKey = async (vitals: Vitals, { organization }: Status): Promise<Finding> => {
  if (!organization) return unseen('there is no organisation yet.')
  const standing = await vitals.secretKey()
  if (standing === 'own') return fine("It is here, and it is this organisation's.")
  if (standing === 'other') {
    const where =
      'Check STEWARD_SECRET_KEY, STEWARD_SECRET_KEY_FILE and secret.key in STEWARD_HOME.'
    return failed("The one given is another organisation's.", where)
  }
  return warning(
    'There is none here: sending codes and links and signing checkpoints need it.',
    'Set STEWARD_SECRET_KEY or STEWARD_SECRET_KEY_FILE, or put secret.key in STEWARD_HOME.',
  )
}

const lookAtLog = async (vitals: Vitals, { state, logSize }: Status, full: boolean) => {
  if (state !== 'current') return unseen("its schema is not this program's.")
  const { size, problem } = await vitals.log(full ? 'all' : lastEvents)
  if (problem !== null) return failed(problem, 'Prove all of it: steward events verify')
  const [proven, all] = [size, logSize ?? size].map(events => events.toLocaleString('en'))
  return fine(`The head and ${proven} of ${all} events are as they were recorded.`)
}
