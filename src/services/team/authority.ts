/** What somebody may do and whose records they reach, worked out anew for every call: a demotion holds
 * from the very next command. */
import { type Home, type OrganizationRef, type Scope, scopeWithin } from '../../kernel/context.ts'
import { type Level, narrower, type Rights } from '../../kernel/permission.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { keysTable } from '../keys/table.ts'
import { allProviders } from '../providers/queries.ts'
import { narrowed, type Standing } from '../roles/base.ts'
import { standingOfRole } from '../roles/standing.ts'
import type { supervisorsTable } from './table.ts'

export type Authority = { rights: Rights; level: Level; scope: Scope }

/** How far a person or a key was let reach. */
export type Extent = {
  id: string
  provider: number
  everyProvider: boolean
  accounts: 'all' | 'some'
}

type Person = Extent & Pick<RowOf<typeof supervisorsTable>, 'role'>
type Key = Extent & Pick<RowOf<typeof keysTable>, 'role' | 'permissions'>

/** `home` is the provider that the person belongs to. */
export const authorityOf = async (
  tx: Tx,
  person: Person,
  { home, organization }: { home: Home; organization: OrganizationRef },
): Promise<Authority> => {
  const standing = await standingOfRole(tx, person.role, person.provider)
  const scope = scopeWithin(home, organization)
  if (person.everyProvider) Object.assign(scope, { providers: await allProviders(tx), every: true })
  return bounded({ ...standing, scope }, person)
}

/** The widest level of what is reached at all, whatever the role says. */
export const levelReached = ({
  everyProvider,
  accounts,
}: Pick<Extent, 'everyProvider' | 'accounts'>): Level => {
  if (accounts === 'some') return 'account'
  return everyProvider ? 'whole' : 'provider'
}

const bounded = ({ rights, level, scope }: Authority, extent: Extent): Authority => {
  const reached = narrower(level, levelReached(extent))
  if (extent.accounts === 'all') return { rights, level: reached, scope }
  return { rights, level: reached, scope: { ...scope, bounds: [...scope.bounds, extent.id] } }
}

/** What a key may of what whoever made it may at this moment; null where they don't reach its provider
 * any more. That its provider is disabled stops it, and takes nothing from what it may. */
export const authorityOfKey = async (
  tx: Tx,
  made: Authority,
  key: Key,
): Promise<Authority | null> => {
  const home = made.scope.providers.find(({ provider }) => provider === key.provider)
  if (!home) return null
  const role: Standing | null =
    key.role === null ? null : await standingOfRole(tx, key.role, key.provider)
  const standing = narrowed(
    {
      rights: [...made.rights, ...(role?.rights ?? [])],
      level: narrower(made.level, role?.level ?? 'whole'),
    },
    { permissions: key.permissions },
  )
  const { scope } = made
  const reached = key.everyProvider ? scope : { ...scope, providers: [home], every: false }
  return bounded({ ...standing, scope: { ...reached, ...home } }, key)
}
