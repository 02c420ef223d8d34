/** What can be done to a role now: each of these operations asks the same rules. */
import type { World } from '../world.ts'
import { type Action, actionsFor, against, type Moves } from './actions.ts'
import type { Role } from './record.ts'
import { refuseBase, refuseUsed } from './rules.ts'

/** What of the role refuses each of them: see `Moves`. */
export const roleMoves = (role: Role): Moves => {
  const isBase = role.kind === 'base'
  return {
    'roles.edit': against(() => refuseBase(isBase)),
    'roles.delete': against(() => {
      refuseBase(isBase)
      refuseUsed(role)
    }),
  }
}

export const roleActions = ({ actor }: World, role: Role): Action[] =>
  actionsFor(actor, roleMoves(role))
