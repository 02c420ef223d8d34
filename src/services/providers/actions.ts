/** What can be done to a provider now: each of these operations asks the same rules. */
import { type Action, actionsFor, against } from '../roles/actions.ts'
import type { World } from '../world.ts'
import type { ProviderRow } from './queries.ts'
import { type Beneath, disable, enable, refuseDeleted, remove } from './rules.ts'

export const providerActions = (
  { actor, now }: World,
  row: ProviderRow,
  beneath: Beneath,
): Action[] => {
  const rule = (move: () => unknown) =>
    against(() => {
      refuseDeleted(row)
      move()
    })
  return actionsFor(actor, {
    'providers.edit': rule(() => undefined),
    'providers.disable': rule(() => disable(row, undefined, now)),
    'providers.enable': rule(() => enable(row)),
    'providers.delete': rule(() => remove(row, beneath, now)),
  })
}
