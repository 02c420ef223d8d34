/** A role as everyone outside sees one: those there are everywhere beside those of a provider. */
import { and, count, inArray, ne } from 'drizzle-orm'
import * as z from 'zod/mini'
import { levels } from '../../kernel/permission.ts'
import type { Tx } from '../../store/transaction.ts'
import { keysTable } from '../keys/table.ts'
import { supervisorsTable } from '../team/table.ts'
import { type BaseRole, baseRoles, standingOf } from './base.ts'
import { permissionsOf } from './patterns.ts'
import type { Found } from './queries.ts'
import type { Uses } from './rules.ts'
import { standingOfCustom } from './standing.ts'

const names = Object.keys(baseRoles) as [BaseRole, ...BaseRole[]]

export const Role = z.object({
  /** Of a base role its name, as people and keys have it. */
  id: z.string(),
  name: z.string(),
  kind: z.enum(['base', 'custom']),
  /** What it derives from, and never allows more than. */
  base: z.enum(names),
  /** The provider that it belongs to; null of a base role. */
  provider: z.nullable(z.string()),
  /** How far whoever has it can ever reach. */
  level: z.enum(levels),
  description: z.nullable(z.string()),
  /** Permissions and patterns, of what the base role allows; null of a custom role for all of that. */
  permissions: z.nullable(z.array(z.string())),
  /** How many permissions that comes to. */
  allows: z.number(),
  /** Who has it, of those within reach: people who were not deleted, keys that were not revoked. */
  people: z.number(),
  keys: z.number(),
  createdAt: z.nullable(z.string()),
})

export type Role = z.infer<typeof Role>

export const idOf = ({ base, row }: Found): string => row?.id ?? base

export const standingOfFound = ({ base, row }: Found) =>
  row ? standingOfCustom(row) : standingOf(base)

/** Records of these, in their order. */
export const roleRecords = async (tx: Tx, found: readonly Found[]): Promise<Role[]> => {
  const uses = await usesOf(tx, found.map(idOf))
  return found.map(role => ({ ...described(tx, role), ...uses.get(idOf(role))! }))
}

export const roleRecord = async (tx: Tx, found: Found): Promise<Role> =>
  (await roleRecords(tx, [found]))[0]!

const described = (tx: Tx, { base, row }: Found): Omit<Role, 'people' | 'keys'> => {
  const allows = permissionsOf(standingOfFound({ base, row })).length
  if (!row) {
    const { about, level, permissions } = baseRoles[base]
    const own = { id: base, name: base, kind: 'base' as const, base, provider: null }
    return { ...own, level, description: about, permissions, allows, createdAt: null }
  }
  const { provider, ...custom } = row
  const home = tx.scope.providers.find(one => one.provider === provider)!
  return {
    id: custom.id,
    name: custom.name,
    kind: 'custom',
    base,
    provider: home.providerId,
    level: custom.level,
    description: custom.description,
    permissions: custom.permissions,
    allows,
    createdAt: custom.createdAt.toISOString(),
  }
}

/** How many have each of these roles. */
export const usesOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Uses>> => {
  const uses = new Map<string, Uses>(ids.map(id => [id, { people: 0, keys: 0 }]))
  const person = tx.table(supervisorsTable)
  const people = await tx.db
    .select({ role: person.role, n: count() })
    .from(person)
    .where(
      and(
        tx.scoped(supervisorsTable),
        inArray(person.role, [...ids]),
        ne(person.status, 'deleted'),
      ),
    )
    .groupBy(person.role)
  for (const { role, n } of people) uses.get(role)!.people = n
  const key = tx.table(keysTable)
  const keys = await tx.db
    .select({ role: key.role, n: count() })
    .from(key)
    .where(and(tx.scoped(keysTable), inArray(key.role, [...ids]), ne(key.status, 'revoked')))
    .groupBy(key.role)
  for (const { role, n } of keys) uses.get(role!)!.keys = n
  return uses
}
