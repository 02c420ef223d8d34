/**
 * Ten thousand random grants: people and keys, keys of keys, roles made and edited, people demoted. What
 * each comes to is worked out as for a call, from what is stored, and compared with whoever gave it.
 */
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Actor, Scope } from '../../../src/kernel/context.ts'
import { StewardError } from '../../../src/kernel/errors.ts'
import { narrower, reaches } from '../../../src/kernel/permission.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { accountsTable } from '../../../src/services/accounts/table.ts'
import { keysTable } from '../../../src/services/keys/table.ts'
import { wholeScope } from '../../../src/services/organization/queries.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { type BaseRole, baseRoles } from '../../../src/services/roles/base.ts'
import { type Asked, checkGrant, type Granted } from '../../../src/services/roles/granting.ts'
import { writeGrants } from '../../../src/services/roles/grants.ts'
import { checkHoldersReached, checkNotAbove } from '../../../src/services/roles/holders.ts'
import { inventory } from '../../../src/services/roles/inventory.ts'
import { checkCustom, refuseRoleAbove } from '../../../src/services/roles/making.ts'
import type { KnownPermission } from '../../../src/services/roles/may.ts'
import { exceeding, permissionsOf } from '../../../src/services/roles/patterns.ts'
import { rolesTable } from '../../../src/services/roles/table.ts'
import {
  type Authority,
  authorityOf,
  authorityOfKey,
} from '../../../src/services/team/authority.ts'
import { supervisorsTable } from '../../../src/services/team/table.ts'
import type { World } from '../../../src/services/world.ts'
import { nowhere } from '../../../src/store/store.ts'
import type { RowOf } from '../../../src/store/table.ts'
import type { Tx } from '../../../src/store/transaction.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'

type Person = RowOf<typeof supervisorsTable>
type Key = RowOf<typeof keysTable>
type Holder = { person: Person; key: Key | null }

const references = ['a', 'aa', 'aaa', 'ab', 'b', 'n', 'nn']
const patterns = [
  ...['*', '@read', 'consumers:*', '*:list', 'team:*', 'keys:*', 'roles:*', 'accounts:*'],
  ...['consumers:list', 'consumers:suspend', 'keys:create', 'team:create', 'events:archive'],
]

const some = (all: readonly string[]) => fc.subarray([...all], { minLength: 1, maxLength: 3 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const step = fc.record({
  what: fc.constantFrom('person', 'key', 'key', 'key', 'edit', 'make', 'alter', 'demote'),
  by: fc.nat(),
  other: fc.nat(),
  role: fc.nat(),
  level: maybe(fc.constantFrom('provider', 'account', 'sub-account')),
  hasRole: fc.boolean(),
  permissions: maybe(some(patterns)),
  everyProvider: maybe(fc.boolean()),
  accounts: maybe(fc.oneof(fc.constant('all' as const), some(references))),
  subAccounts: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    fc.constant('all' as const),
    some(references),
  ),
  /** Stays within one provider, as by --provider. */
  within: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.nat()),
})

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The house as it grows in one transaction, which is never committed. */
class Town {
  readonly holders: Holder[] = []
  readonly roles: string[] = Object.keys(baseRoles)
  given = 0
  private count = 0

  readonly tx: Tx
  readonly whole: Scope

  constructor(tx: Tx, whole: Scope) {
    this.tx = tx
    this.whole = whole
  }

  async found(): Promise<void> {
    const table = this.tx.table(supervisorsTable)
    const [owner] = await this.tx.db.select().from(table)
    this.holders.push({ person: owner!, key: null })
  }

  async personNow(id: string): Promise<Person> {
    const table = this.tx.table(supervisorsTable)
    return (await this.tx.db.select().from(table).where(eq(table.id, id)))[0]!
  }

  async keyNow(id: string): Promise<Key> {
    const table = this.tx.table(keysTable)
    return (await this.tx.db.select().from(table).where(eq(table.id, id)))[0]!
  }

  /** What somebody may now, as a call of theirs would find it. */
  async authorityOf({ person, key }: Holder): Promise<Authority | null> {
    const { tx, whole } = this
    tx.enter(whole)
    const row = await this.personNow(person.id)
    const home = whole.providers.find(({ provider }) => provider === row.provider)!
    const made = await authorityOf(tx, row, { home, organization: whole.organization })
    return key ? authorityOfKey(tx, made, await this.keyNow(key.id)) : made
  }

  /** All accounts that a scope reaches. */
  async reached(scope: Scope): Promise<Set<string>> {
    const { tx } = this
    tx.enter(scope)
    const { id } = tx.table(accountsTable)
    const all = tx.db.select({ id }).from(tx.table(accountsTable)).where(tx.scoped(accountsTable))
    return new Set((await all).map(row => row.id))
  }

  async world({ by, within }: Step): Promise<{ holder: Holder; world: World } | null> {
    const holder = this.holders[by % this.holders.length]!
    const authority = await this.authorityOf(holder)
    if (!authority) return null
    const { person, key } = holder
    const actor = {
      ...{ kind: 'supervisor', id: person.id, name: null, email: null, ...authority },
      key: key && { id: key.id, name: key.name },
      session: key ? null : { id: 'ses', freshAt: new Date(0) },
    } as Actor
    const { providers } = authority.scope
    if (within !== undefined) {
      const home = providers[within % providers.length]!
      actor.scope = { ...authority.scope, ...home, providers: [home], every: false }
      actor.level = narrower(authority.level, 'provider')
    }
    this.tx.enter(actor.scope)
    return { holder, world: { store: this.tx, actor } as unknown as World }
  }

  id(prefix: string): string {
    this.count++
    return `${prefix}_${this.count}`
  }
}

const rowOf = ({ grants: _, permissions, ...access }: Granted) => ({ ...access, permissions })

/** Stores what was granted, as team.create and keys.create do. */
const stored = async (town: Town, world: World, granted: Granted): Promise<Holder | null> => {
  const { tx } = town
  const { role, permissions, ...access } = rowOf(granted)
  const created = { createdAt: new Date(0) }
  if (granted.role !== null && permissions === null && world.actor.name === 'person') {
    const id = town.id('sup')
    const named = { id, name: id, email: id, emailKey: id, userName: id, userNameKey: id }
    const status = 'active' as const
    const row = { ...named, ...access, role: role!, status, ...created }
    const person = await tx.insert(supervisorsTable, row)
    await writeGrants(tx, { id, topic: 'team', name: id, email: null }, granted.grants)
    return { person, key: null }
  }
  const id = town.id('key')
  const named = { id, name: id, hash: id, preview: id, createdBy: world.actor.id }
  const status = 'active' as const
  const key = await tx.insert(keysTable, {
    ...{ ...named, ...access, role, permissions, status, ...created },
  })
  await writeGrants(tx, { id, topic: 'keys', name: id, email: null }, granted.grants)
  const maker = town.holders.find(({ person }) => person.id === world.actor.id)!
  return { person: maker.person, key }
}

const askedBy = (town: Town, { what, role, hasRole, ...step }: Step): Asked => {
  const named = town.roles[role % town.roles.length]
  const { everyProvider, accounts, subAccounts } = step
  const reach = { everyProvider, accounts, subAccounts }
  if (what === 'person') return { holder: 'person', role: named, ...reach }
  const power = hasRole ? { role: named } : {}
  return { holder: 'key', ...power, permissions: step.permissions, ...reach }
}

const permissionsHeld = (authority: Authority | null): KnownPermission[] =>
  authority ? permissionsOf(authority) : []

/** Whoever got it may no more than whoever gave it, and reaches no further. */
const expectWithin = async (town: Town, giver: Actor, got: Holder): Promise<void> => {
  const authority = await town.authorityOf(got)
  if (!authority) return
  expect(exceeding(giver, authority)).toEqual([])
  const theirs = await town.reached(authority.scope)
  const own = await town.reached(giver.scope)
  expect([...theirs].filter(id => !own.has(id))).toEqual([])
  if (giver.scope.bounds.length > 0) expect(authority.scope.bounds.length).toBeGreaterThan(0)
  if (authority.scope.every) expect(giver.scope.every).toBe(true)
}

const grant = async (town: Town, step: Step): Promise<void> => {
  const found = await town.world(step)
  if (!found) return
  town.given++
  const { world } = found
  const asked = askedBy(town, step)
  const granted = await checkGrant(world, asked)
  // What is to be made is said by the name, which counts nowhere.
  const named = { ...world, actor: { ...world.actor, name: step.what } } as World
  const holder = await stored(town, named, granted)
  town.holders.push(holder!)
  await expectWithin(town, world.actor, holder!)
}

/** A key edited by anybody who reaches it. */
const edit = async (town: Town, step: Step): Promise<void> => {
  const { key, person } = town.holders[step.other % town.holders.length]!
  const found = await town.world(step)
  if (!key || !found) return
  town.given++
  const { world } = found
  const { tx } = town
  const before = await town.authorityOf({ key, person })
  tx.enter(world.actor.scope)
  tx.at(key)
  const row = await town.keyNow(key.id)
  await checkNotAbove(world, row)
  const asked = { ...askedBy(town, { ...step, what: 'key' }), now: row }
  const { grants, ...access } = await checkGrant(world, asked)
  await tx.update(keysTable, row, access)
  await writeGrants(tx, { id: row.id, topic: 'keys', name: row.name, email: null }, grants)
  const after = await town.authorityOf({ key, person })
  const had = permissionsHeld(before)
  const got = permissionsHeld(after).filter(one => !had.includes(one))
  const may = permissionsOf(world.actor)
  expect(got.filter(one => !may.includes(one))).toEqual([])
}

const make = async (town: Town, step: Step): Promise<void> => {
  const found = await town.world(step)
  if (!found) return
  const base = Object.keys(baseRoles)[step.role % Object.keys(baseRoles).length] as BaseRole
  const level = step.level ?? 'provider'
  const permissions = checkCustom({ base, level }, step.permissions ?? null)
  refuseRoleAbove(found.world.actor, { base, level, permissions })
  const id = town.id('rol')
  const row = { id, name: id, nameKey: id, base, level, permissions, createdAt: new Date(0) }
  await town.tx.insert(rolesTable, row)
  town.roles.push(id)
}

/** A role edited: whoever has it gains nothing that whoever edits it may not. */
const alter = async (town: Town, step: Step): Promise<void> => {
  const { tx } = town
  const found = await town.world(step)
  const rows = await tx.db.select().from(tx.table(rolesTable))
  const row = rows[step.role % Math.max(1, rows.length)]
  const reached = found?.world.actor.scope.providers.some(one => one.provider === row?.provider)
  if (!found || !row || !reached) return
  const { world } = found
  const { actor } = world
  // The runner lets nobody in who reaches some accounts.
  if (!reaches(actor.level, inventory['roles:edit'].level)) return
  const own = await town.reached(actor.scope)
  tx.enter(actor.scope)
  const people = tx.table(supervisorsTable)
  const named = await tx.db.select().from(people).where(eq(people.role, row.id))
  const having = new Set(named.map(({ id }) => id))
  const before = town.holders.filter(
    ({ person, key }) => having.has(person.id) || key?.role === row.id,
  )
  const held: KnownPermission[][] = []
  for (const holder of before) held.push(permissionsHeld(await town.authorityOf(holder)))
  const level = step.level ?? row.level
  const permissions = checkCustom({ base: row.base, level }, step.permissions ?? null)
  refuseRoleAbove(actor, row)
  refuseRoleAbove(actor, { base: row.base, level, permissions })
  await checkHoldersReached(world, row)
  await tx.update(rolesTable, row, { level, permissions })
  const may = permissionsOf(actor)
  for (const [at, holder] of before.entries()) {
    const authority = await town.authorityOf(holder)
    const gained = permissionsHeld(authority).filter(one => !held[at]!.includes(one))
    expect(gained.filter(one => !may.includes(one))).toEqual([])
    if (gained.length === 0) continue
    const theirs = await town.reached(authority!.scope)
    expect([...theirs].filter(id => !own.has(id))).toEqual([])
    if (authority!.scope.every) expect(actor.scope.every).toBe(true)
  }
}

/** Somebody demoted: none of their keys may more than they do. */
const demote = async (town: Town, step: Step): Promise<void> => {
  const { tx } = town
  const people = town.holders.filter(({ key }) => !key).slice(1)
  const one = people[step.other % Math.max(1, people.length)]
  if (!one) return
  const row = await town.personNow(one.person.id)
  await tx.update(supervisorsTable, row, { role: 'auditor', everyProvider: false })
  const own = (await town.authorityOf(one))!
  for (const holder of town.holders) {
    if (holder.person.id !== row.id || !holder.key) continue
    const authority = await town.authorityOf(holder)
    if (authority) expect(exceeding(own, authority)).toEqual([])
  }
}

const does = { person: grant, key: grant, edit, make, alter, demote }

onEveryEngine('random grants', engine => {
  it('never let anybody have more than whoever gave it, nor reach further', async () => {
    const house = await newHouse(engine)
    const { store } = house.host
    const { id: north } = await house.ask(createProvider, { name: 'North', reference: 'north' })
    const parents: Record<string, string> = { aa: 'a', ab: 'a', aaa: 'aa', nn: 'n' }
    for (const reference of references) {
      const email = `${reference}@x.test`
      const raw = { email, reference, parent: parents[reference], noOwner: true }
      await house.ask(createAccount, raw, reference[0] === 'n' ? { provider: north } : {})
    }
    const whole = (await store.read(nowhere, wholeScope))!
    let given = 0
    let granted = 0
    const play = async (steps: Step[]) => {
      await store.write(whole, async tx => {
        const town = new Town(tx, whole)
        await town.found()
        for (const step of steps) {
          try {
            await does[step.what](town, step)
          } catch (error) {
            if (!(error instanceof StewardError)) throw error
          }
        }
        given += town.given
        granted += town.holders.length - 1
        return { commit: false, value: null }
      })
    }
    const [runs, length] = engine === 'sqlite' ? [100, 220] : [3, 60]
    const steps = fc.array(step, { minLength: length, maxLength: length })
    await fc.assert(fc.asyncProperty(steps, play), { numRuns: runs, endOnFailure: true })
    // As many as were promised, and not all of them refused.
    if (engine === 'sqlite') expect(given).toBeGreaterThan(10_000)
    expect(granted).toBeGreaterThan(given / 20)
  }, 300_000)
})
