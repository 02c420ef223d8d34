import * as z from 'zod/mini'
import { flag, withDefault } from '../../kernel/fields.ts'
import { readHead, shownRoot } from '../../store/log.ts'
import type { Tx } from '../../store/transaction.ts'
import { scanLog } from '../events/scan.ts'
import { type Around, operation } from '../world.ts'
import { checksOf } from './checks.ts'
import { documentFileChecks } from './document-checks.ts'
import type { Check } from './finding.ts'
import { scanLogs } from './logs.ts'

const CheckResult = z.object({
  name: z.string(),
  about: z.string(),
  /** True also for what only has to be known: it has been found, and nothing is wrong. */
  ok: z.boolean(),
  found: z.number(),
  /** The first of what was found: ids where there are any. */
  details: z.array(z.string()),
  remedy: z.nullable(z.string()),
})

export type CheckResult = z.infer<typeof CheckResult>

const LogResult = z.object({
  ok: z.boolean(),
  size: z.number(),
  /** SHA-256 in hex; null when something is wrong. */
  root: z.nullable(z.string()),
  problem: z.nullable(z.string()),
})

export type LogResult = z.infer<typeof LogResult>

/** How many of what was found are named. */
const shown = 20

export const checkDatabase = operation({
  name: 'db.check',
  summary: 'Prove the database: its file, its schema, its log, and every rule its rows follow.',
  effect: 'read',
  level: 'whole',
  input: {
    documents: withDefault(
      flag({
        about: "Open every document's file and prove it by its SHA-256; needs the secret key.",
      }),
      false,
    ),
  },
  output: z.object({ ok: z.boolean(), checks: z.array(CheckResult), log: LogResult }),
  async prepare({ gateways, read, actor, now }: Around, input): Promise<CheckResult[]> {
    const { database, documents } = gateways
    const { altered } = await database.schema()
    const integrity = await database.integrity()
    const migrations = 'The migrations applied are the ones this program has.'
    const place = { read, documents, owner: actor.scope.organization }
    const files: CheckResult[] = []
    for (const check of documentFileChecks(place, now, input.documents)) {
      files.push(await gathered(check, check.lines))
    }
    return [
      resultOf({ name: 'engine', about: 'The file is sound.', remedy: restoring }, integrity),
      resultOf({ name: 'schema', about: migrations, remedy: 'Reinstall Steward.' }, altered),
      ...files,
    ]
  },
  async run({ store }, _, below) {
    const checks = [...below]
    for (const check of checksOf(store)) checks.push(await runCheck(store, check))
    const { size, problem } = await scanLogs(store, scanLog)
    const ok = problem === null
    const root = ok ? shownRoot(await readHead(store)) : null
    const log: LogResult = { ok, size, root, problem }
    return { ok: log.ok && checks.every(check => check.ok), checks, log }
  },
})

const restoring = 'Restore a backup: steward db restore FILE'

type Told = Pick<Check, 'name' | 'about' | 'remedy' | 'notice'>

const resultOf = (
  { name, about, remedy, notice = false }: Told,
  lines: readonly string[],
  found = lines.length,
): CheckResult => {
  const details = lines.slice(0, shown)
  return { name, about, ok: notice || found === 0, found, details, remedy: found ? remedy : null }
}

const runCheck = async (tx: Tx, check: Check): Promise<CheckResult> =>
  gathered(check, await check.find(tx))

const gathered = async (
  check: Told,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<CheckResult> => {
  const first: string[] = []
  let count = 0
  for await (const line of lines) {
    count++
    if (first.length < shown) first.push(line)
  }
  return resultOf(check, first, count)
}
