/** Settings in the database: only what differs from the default is a row. */
import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray } from 'drizzle-orm'
import { ofProviders } from '../../store/scope.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { readOrganization } from '../organization/queries.ts'
import { settingNamed } from './catalogue.ts'
import { settingsTable } from './table.ts'

export type SettingRow = RowOf<typeof settingsTable>

/** What the known keys hold, by name, in the type that the catalogue gives them. */
export type Values = {
  siteName: string
  'platform.url': string | null
  'consumers.projectLimit': number
  'consumers.temporaryPasswordDays': number
  'consumers.resetMinutes': number
  'accounts.firstPasswordHours': number
  'team.sessionHours': number
  'team.idleMinutes': number
  'team.temporaryPasswordDays': number
  'team.lockAfterGuesses': number
  'team.passwordComposition': boolean
  'messages.noticeHours': number
}

export const settingRows = async (tx: Tx, keys?: readonly string[]): Promise<SettingRow[]> => {
  const table = tx.table(settingsTable)
  const wanted = keys ? inArray(table.id, [...keys]) : undefined
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(settingsTable), wanted))
}

/** What a transaction has read ahead of its rows, of each provider that they may be of. */
const keptIn = new WeakMap<Tx, Map<number, Partial<Values>>>()

/** Reads these ahead of a chunk's rows, which then ask nothing of the database between their writes. */
export const keepSettings = async (tx: Tx, ...keys: (keyof Values)[]): Promise<void> =>
  void keptIn.set(tx, await settingsByProvider(tx, ...keys))

/** The values in force for each provider within reach, by its key. */
export const settingsByProvider = async <K extends keyof Values>(
  tx: Tx,
  ...keys: K[]
): Promise<Map<number, Pick<Values, K>>> => {
  const table = tx.table(settingsTable)
  const rows: SettingRow[] = await tx.db
    .select()
    .from(table)
    .where(and(ofProviders(tx, settingsTable), inArray(table.id, keys)))
  const byProvider = Map.groupBy(rows, row => row.provider)
  const values = new Map<number, Pick<Values, K>>()
  for (const { provider } of tx.scope.providers) {
    values.set(provider, await valuesOf(tx, byProvider.get(provider) ?? [], keys))
  }
  return values
}

/** The values in force for the keys asked for, of the provider at hand. */
export const readSettings = async <K extends keyof Values>(
  tx: Tx,
  ...keys: K[]
): Promise<Pick<Values, K>> => {
  const kept = keptIn.get(tx)?.get(tx.scope.provider)
  if (kept && keys.every(key => key in kept)) return kept as Pick<Values, K>
  return valuesOf(tx, await settingRows(tx, keys), keys)
}

const valuesOf = async <K extends keyof Values>(
  tx: Tx,
  rows: readonly SettingRow[],
  keys: readonly K[],
): Promise<Pick<Values, K>> => {
  const found = new Map(rows.map(row => [row.id, row.value]))
  const values: Record<string, unknown> = {}
  for (const key of keys) values[key] = found.get(key) ?? (await defaultOf(tx, key))
  return values as Pick<Values, K>
}

/** The default, where it isn't a constant: a site is named like its organisation. */
export const defaultOf = async (tx: Tx, key: string): Promise<unknown> =>
  key === 'siteName' ? ((await readOrganization(tx))?.name ?? null) : settingNamed(key).default

const getRow = async (tx: Tx, key: string): Promise<SettingRow | undefined> => {
  const table = tx.table(settingsTable)
  const mine = and(tx.scoped(settingsTable), eq(table.id, key))
  const [row] = await tx.expressions.locking(tx.db.select().from(table).where(mine))
  return row
}

/** Puts a value in force. The default needs no row, so setting it takes away what there is. */
export const writeSetting = async (
  tx: Tx,
  key: string,
  value: unknown,
  now: Date,
): Promise<void> => {
  keptIn.delete(tx)
  const row = await getRow(tx, key)
  const standard = await defaultOf(tx, key)
  const before = row ? row.value : standard
  if (isDeepStrictEqual(value, standard)) {
    if (row) await tx.remove(settingsTable, row)
  } else if (row) {
    await tx.update(settingsTable, row, { value, updatedAt: now })
  } else {
    await tx.insert(settingsTable, { id: key, value, updatedAt: now })
  }
  if (isDeepStrictEqual(before, value)) return
  const subject = { id: key, topic: 'settings', name: null, email: null }
  tx.noteChange({ subject, before: { value: before }, after: { value } })
}

export const resetSetting = async (tx: Tx, key: string, now: Date): Promise<void> =>
  writeSetting(tx, key, await defaultOf(tx, key), now)
