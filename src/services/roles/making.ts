/** What a custom role may be, before it is stored. */
import type { Actor } from '../../kernel/context.ts'
import { invalid } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { baseRoles, narrowed, standingOf } from './base.ts'
import { isPermission, patternsGiven, permissionsOf, refuseAbove } from './patterns.ts'
import type { RoleRow } from './queries.ts'
import { standingOfCustom } from './standing.ts'

type Custom = Pick<RoleRow, 'base' | 'level' | 'permissions'>

/** Its level unless one is said: as far as its base goes, within one provider. */
export const ownLevel = (base: Custom['base']): Custom['level'] => {
  const { level } = baseRoles[base]
  return level === 'whole' ? 'provider' : level
}

/** Permissions as they are kept. Throws `invalid_input` for what is none, for what the base role never
 * allows, and for a level beyond it. */
export const checkCustom = (
  { base, level }: Pick<Custom, 'base' | 'level'>,
  given: readonly string[] | null,
): string[] | null => {
  const whole = standingOf(base)
  if (narrowed(whole, { permissions: null, level }).level !== level) {
    throw invalid('level', `level goes beyond ${base}, which it derives from.`)
  }
  if (given === null) return null
  const patterns = patternsGiven('permissions', given)
  const within = { ...whole, level }
  const useless = patterns.find(
    pattern => permissionsOf(narrowed(within, { permissions: [pattern] })).length === unasked,
  )
  if (useless === undefined) return patterns
  const near = isPermission(useless) ? nearest(useless, permissionsOf(within)) : undefined
  throw invalid(
    'permissions',
    `permissions has one that ${base} never allows at this level: ${useless}.`,
    near ? `Did you mean ${near}?` : `See: steward roles permissions ${base}`,
  )
}

/** How many everybody is allowed who is let in at all. */
const unasked = permissionsOf(narrowed(standingOf('owner'), { permissions: [] })).length

/** Throws `not_allowed` for a role that allows more than the actor may. */
export const refuseRoleAbove = (actor: Actor, role: Custom): void =>
  refuseAbove(actor, standingOfCustom(role), 'This role allows more than you may yourself')
