/**
 * Templates (R4.6): accounts that are no clients. A new account can be copied from one that is enabled,
 * with every value of it; those that the template fixes it may not have otherwise.
 */
import { and, count, eq, inArray, type SQL } from 'drizzle-orm'
import * as z from 'zod/mini'
import {
  alreadySo,
  conflict,
  illegalState,
  invalid,
  notFound,
  StewardError,
} from '../../kernel/errors.ts'
import {
  choice,
  clearable,
  integer,
  list,
  optional,
  ref,
  text,
  unique,
} from '../../kernel/fields.ts'
import { parseSelector } from '../../kernel/selector.ts'
import { accountGrantsTable, accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { standingsOf } from '../features/granting.ts'
import { accountFeaturesTable } from '../features/table.ts'
import { may } from '../roles/may.ts'
import type { World } from '../world.ts'
import { companyFields, reference } from './company.ts'
import { labels } from './labels.ts'
import type { AccountRow } from './record.ts'
import { allowedBy } from './seating.ts'
import { accountsTable } from './table.ts'

const { name: _, reference: __, ...companyValues } = companyFields

/** What a template has for new accounts. */
export const valueFields = {
  ...companyValues,
  tags: labels,
  seats: clearable(integer({ about: 'How many people an account may have.', min: 1 })),
  features: optional(list(ref('features', 'Features to grant.'))),
}

export const valueNames = Object.keys(valueFields) as (keyof typeof valueFields)[]

export const templateName = text({ about: 'What the template is called.', max: 254 })
export const templateReference = unique(clearable(reference))

export const fix = optional(
  list(
    choice({
      about: 'Values that accounts copied from it may not have otherwise.',
      of: valueNames as [string, ...string[]],
    }),
  ),
)

export const template = ref('accounts.templates', 'The template: id or reference.')

export type Values = {
  [K in keyof typeof companyValues]: string | null
} & { tags: string[]; seats: number | null; features: string[] }

const nullable = z.nullable(z.string())

export const Template = z.object({
  id: z.string(),
  reference: nullable,
  name: z.string(),
  /** Whether accounts can be copied from it. */
  enabled: z.boolean(),
  /** The provider's id. */
  provider: z.string(),
  ...(Object.fromEntries(Object.keys(companyValues).map(name => [name, nullable])) as Record<
    keyof typeof companyValues,
    typeof nullable
  >),
  tags: z.array(z.string()),
  seats: z.nullable(z.number()),
  features: z.array(z.string()),
  /** Of these values, those that accounts may not have otherwise. */
  fixed: z.array(z.string()),
  /** How many accounts were copied from it and are within reach. */
  accounts: z.number(),
  createdAt: z.string(),
})

export type Template = z.infer<typeof Template>

/** All of a provider's, also for those who reach some of its accounts: they copy from them. */
const withinReach = (tx: Tx): SQL => {
  const table = tx.table(accountsTable)
  const providers = tx.scope.providers.map(({ provider }) => provider)
  return and(inArray(table.provider, providers), eq(table.status, 'template')) as SQL
}

const select = (tx: Tx, selector: string) => {
  const table = tx.table(accountsTable)
  const { kind, value } = parseSelector(selector)
  const column = kind === 'id' ? table.id : table.reference
  return tx.db
    .select()
    .from(table)
    .where(and(withinReach(tx), eq(column, value)))
}

/** That an account was copied from this template, for a filter. */
export const copiedFrom = (tx: Tx, selector: string): SQL => {
  const { kind, value } = parseSelector(selector)
  const { template, key, id, reference } = tx.table(accountsTable)
  const keys = tx.db
    .select({ key })
    .from(tx.table(accountsTable))
    .where(and(withinReach(tx), eq(kind === 'id' ? id : reference, value)))
  return inArray(template, keys)
}

const only = (rows: AccountRow[]): AccountRow => {
  const [found, ...others] = rows
  if (!found) throw notFound('template')
  if (others.length === 0) return found
  const ids = rows.map(({ id }) => id)
  throw conflict(`Templates of different providers go by this: ${ids.join(', ')}.`, {
    hint: 'Name one by its id, or say --provider.',
    details: { ids },
  })
}

export const readTemplate = async (tx: Tx, selector: string): Promise<AccountRow> => {
  const found = only(await select(tx, selector))
  tx.at(found)
  return found
}

/** The same, locked until the transaction's end, in order to be changed. */
export const getTemplate = async (tx: Tx, selector: string): Promise<AccountRow> => {
  const found = only(await tx.expressions.locking(select(tx, selector)))
  tx.touch(accountsTable, found)
  return found
}

/** The id of the template that each names, or null. */
export const templatesNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) {
    const found = await select(tx, selector)
    ids.push(found.length === 0 ? null : only(found).id)
  }
  return ids
}

export const everyTemplate = (tx: Tx): Promise<AccountRow[]> =>
  tx.db.select().from(tx.table(accountsTable)).where(withinReach(tx))

/** What is copied of it. */
export const valuesOf = async (tx: Tx, row: AccountRow): Promise<Values> => {
  const company = Object.keys(companyValues).map(name => [name, row[name as 'industry']])
  const { features } = (await standingsOf(tx, [row])).get(row.key)!
  const rest = { tags: row.tags, seats: allowedBy(row), features }
  return { ...Object.fromEntries(company), ...rest }
}

export const templateRecord = async (tx: Tx, row: AccountRow): Promise<Template> => {
  tx.at(row)
  const table = tx.table(accountsTable)
  const [copied] = await tx.db
    .select({ n: count() })
    .from(table)
    .where(and(tx.scoped(accountsTable), eq(table.template, row.key)))
  return {
    id: row.id,
    reference: row.reference,
    name: row.name,
    enabled: row.templateEnabled,
    provider: tx.scope.providerId,
    ...(await valuesOf(tx, row)),
    fixed: row.fixedValues,
    accounts: copied!.n,
    createdAt: row.createdAt.toISOString(),
  }
}

/** Throws `invalid_input` for what it fixes and has no value of. */
export const refuseUnset = (fixed: readonly string[], values: Values): void => {
  const isSet = (value: unknown) => value !== null && (value as { length?: number }).length !== 0
  const unset = fixed.filter(name => !isSet(values[name as keyof Values]))
  if (unset.length === 0) return
  throw invalid('fix', `fix names what the template has no value of: ${unset.join(', ')}.`)
}

/** With all that hangs on it: its key may be another account's one day. */
export const removeTemplate = async (tx: Tx, row: AccountRow): Promise<void> => {
  const accounts = tx.table(accountsTable)
  const tree = tx.table(accountTreeTable)
  const held = tx.table(accountFeaturesTable)
  const grants = tx.table(accountGrantsTable)
  const { provider, key } = row
  await tx.db
    .update(accounts)
    .set({ template: null })
    .where(and(eq(accounts.provider, provider), eq(accounts.template, key)))
  await tx.db.delete(tree).where(and(eq(tree.provider, provider), eq(tree.account, key)))
  await tx.db.delete(held).where(and(eq(held.provider, provider), eq(held.account, key)))
  await tx.db.delete(grants).where(and(eq(grants.provider, provider), eq(grants.account, key)))
  await tx.remove(accountsTable, row)
}

/** Whether accounts can be copied from it, from now on. */
export const switched = ({ templateEnabled }: AccountRow, to: boolean): Partial<AccountRow> => {
  if (templateEnabled === to) {
    throw alreadySo(`This template is ${to ? 'enabled' : 'disabled'} already.`)
  }
  return { templateEnabled: to }
}

/** The names of the company's values that would be other than they are. */
export const valuesChanged = (
  found: AccountRow,
  stored: Partial<Record<keyof typeof companyFields, string | null | undefined>>,
): string[] =>
  Object.entries(stored)
    .filter(([name, value]) => value !== undefined && value !== found[name as keyof typeof stored])
    .map(([name]) => name)

/** The template that an account was copied from fixes these of its values: they are for whoever could
 * change the template. Throws `not_allowed`, naming them. */
export const refuseFixed = async (
  { store, actor }: World,
  { provider, template: key }: AccountRow,
  changed: readonly string[],
): Promise<void> => {
  if (key === null || changed.length === 0 || may(actor, 'accounts:templates-edit')) return
  const table = store.table(accountsTable)
  const [row] = await store.db
    .select()
    .from(table)
    .where(and(eq(table.provider, provider), eq(table.key, key)))
  const fixed = row?.fixedValues.filter(name => changed.includes(name)) ?? []
  if (fixed.length === 0) return
  throw new StewardError('not_allowed', `Its template ${row!.name} fixes ${fixed.join(', ')}.`, {
    field: fixed[0]!,
    hint: 'Whoever may change the template can change it here, too.',
    details: { fixed },
  })
}

type Given = { [K in keyof Values]?: Values[K] | null | undefined }

/** What a new account is copied from. */
export type Model = { row: AccountRow; values: Values }

/** The template that is named, with its values; null where none is. Throws `conflict` where it is of
 * another provider than the account above. */
export const templateFor = async (
  tx: Tx,
  selector: string | undefined,
  above: AccountRow | null,
): Promise<Model | null> => {
  if (selector === undefined) return null
  const row = only(await select(tx, selector))
  if (above && row.provider !== above.provider) {
    throw conflict('The template is of another provider than the account above.', {
      field: 'template',
    })
  }
  tx.at(row)
  return { row, values: await valuesOf(tx, row) }
}

/** The values of a new account: those given, else the template's. Throws `illegal_state` for a template
 * that is disabled, and `conflict`, naming it, for a value that is fixed and given otherwise. */
export const copied = <G extends Given>({ row, values }: Model, given: G): G & Values => {
  if (!row.templateEnabled) {
    throw illegalState('This template is disabled.', {
      field: 'template',
      hint: 'Enable it first: steward accounts templates enable.',
    })
  }
  const isGiven = (name: string) => given[name as keyof Values] !== undefined
  const isOther = (name: string) =>
    isGiven(name) && textOf(given[name as keyof Values]) !== textOf(values[name as keyof Values])
  const fixed = row.fixedValues.filter(isOther)
  if (fixed.length > 0) {
    throw conflict(`The template fixes ${fixed.join(', ')}.`, {
      field: fixed[0]!,
      hint: 'Leave it out: the account gets what the template has.',
      details: { fixed },
    })
  }
  const rest = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...values, ...Object.fromEntries(rest) } as G & Values
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? [...value].sort().join() : String(value ?? '')
