import { describe, expect, it } from 'vitest'
import type { AnyOperation } from '../../../src/kernel/operation.ts'
import { askedBy, isSensitive, levelOf } from '../../../src/kernel/operation.ts'
import { allows, reaches } from '../../../src/kernel/permission.ts'
import { catalogue } from '../../../src/services/catalogue.ts'
import { baseRoles, standingOf } from '../../../src/services/roles/base.ts'
import { inventory } from '../../../src/services/roles/inventory.ts'
import { allPermissions, exceeding, permissionsOf } from '../../../src/services/roles/patterns.ts'

/** Nobody but an owner: what concerns the house itself. */
const ownersTopics = ['db']

const operations: AnyOperation[] = await Promise.all(
  Object.values(catalogue).map((load: () => Promise<AnyOperation>) => load()),
)

const namesOf = (role: keyof typeof baseRoles): string[] => permissionsOf(standingOf(role))

describe('base roles', () => {
  it('leave no permission out: an owner has every one', () => {
    expect(namesOf('owner')).toEqual(allPermissions)
  })

  it('give each topic to the administrator, unless it is an owner’s alone', () => {
    const theirs = new Set(namesOf('administrator').map(name => name.split(':')[0]))
    const topics = new Set(allPermissions.map(name => name.split(':')[0]!))
    expect([...topics].filter(topic => !theirs.has(topic))).toEqual(ownersTopics)
  })

  it('let an administrator do what one provider needs, but for this', () => {
    const missing = allPermissions
      .filter(name => reaches('provider', inventory[name].level))
      .filter(name => !namesOf('administrator').includes(name))
    expect(missing).toEqual(['events:archive'])
  })

  it('name nothing that there is not', () => {
    const gone = Object.values(baseRoles).flatMap(({ permissions }) =>
      permissions.filter(pattern => {
        const asked = (name: (typeof allPermissions)[number]) => ({
          permission: name,
          reads: inventory[name].reads,
        })
        return !allPermissions.some(name => allows([[pattern]], asked(name)))
      }),
    )
    expect(gone).toEqual([])
  })

  it('let an auditor change nothing, and read everything but secrets', () => {
    const auditor = namesOf('auditor').filter(name => !/^(me|sessions):/.test(name))
    expect(auditor).toEqual(
      allPermissions.filter(name => inventory[name].reads && !/^(me|sessions):/.test(name)),
    )
    const reads = operations.filter(operation => askedBy(operation).reads)
    expect(reads.filter(({ shownOnce }) => shownOnce?.length)).toEqual([])
    // What asks for a fresh factor and only reads hands out records, which an auditor sees anyway.
    const fresh = reads.filter(operation => isSensitive(operation)).map(({ name }) => name)
    expect(fresh.filter(name => !name.endsWith('export'))).toEqual([])
  })

  it('give those who work with people no keys, no team, no roles, no settings, and no deleting', () => {
    for (const role of ['support', 'platform-user', 'agent', 'finance'] as const) {
      const forbidden = namesOf(role).filter(
        name =>
          /^(keys|team|roles|settings|db|outbox|providers:[cde])/.test(name) ||
          /:delete$/.test(name),
      )
      expect(forbidden).toEqual([])
    }
  })

  it('are each within the owner, and no other within another by chance', () => {
    for (const role of Object.keys(baseRoles) as (keyof typeof baseRoles)[]) {
      expect(exceeding(standingOf('owner'), standingOf(role))).toEqual([])
    }
    expect(exceeding(standingOf('support'), standingOf('platform-user'))).toEqual([])
    expect(exceeding(standingOf('platform-user'), standingOf('agent'))).toEqual([])
  })

  it('are checked against the level of each operation', () => {
    for (const operation of operations) {
      const name = askedBy(operation).permission
      if (!(name in inventory) || operation.permission) continue
      expect([name, inventory[name as keyof typeof inventory].level]).toEqual([
        name,
        levelOf(operation),
      ])
    }
  })
})
