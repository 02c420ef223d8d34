/** Changing what somebody may, and what they reach. */
import type { InputOf } from '../../kernel/fields.ts'
import { checkGrant, type Granted } from '../roles/granting.ts'
import { grantsOf } from '../roles/grants.ts'
import type { World } from '../world.ts'
import { refuseSelf } from './managing.ts'
import { accessOf, type reachFields } from './person.ts'
import type { SupervisorRow } from './queries.ts'

type Asked = { role?: string } & InputOf<typeof reachFields>

export type Access = {
  columns: ReturnType<typeof accessOf>
  grants: Granted['grants']
  /** Whether anything is other than it was. */
  differs: boolean
}

/** What they are to have; null where nothing of it is asked. Throws `not_allowed` for what is beyond the
 * actor, and for the actor's own. */
export const accessAsked = async (
  world: World,
  found: SupervisorRow,
  { role, accounts, subAccounts, everyProvider }: Asked,
): Promise<Access | null> => {
  const asked = { role, accounts, subAccounts, everyProvider }
  if (Object.values(asked).every(value => value === undefined)) return null
  const granted = await checkGrant(world, { holder: 'person', now: found, ...asked })
  const columns = accessOf(granted)
  const before = (await grantsOf(world.store, [found.id])).get(found.id) ?? []
  const told = (grants: readonly { account: number; itself: boolean }[]) =>
    grants
      .map(({ account, itself }) => `${account} ${itself}`)
      .sort()
      .join()
  const same = told(before.map(({ key, itself }) => ({ account: key, itself })))
  const differs =
    same !== told(granted.grants) ||
    Object.entries(columns).some(([name, value]) => found[name as keyof typeof columns] !== value)
  if (differs) refuseSelf(world, found, 'change their own role or reach')
  return { columns, grants: granted.grants, differs }
}
