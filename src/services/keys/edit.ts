import { optional, ref, unique } from '../../kernel/fields.ts'
import { subjectOf } from '../../store/capture.ts'
import { checkGrant } from '../roles/granting.ts'
import { writeGrants } from '../roles/grants.ts'
import { checkNotAbove } from '../roles/holders.ts'
import { operation } from '../world.ts'
import { checkGiven, keyName, limitFields, scopeFields } from './fields.ts'
import { ownLimits, refuseBeyond } from './limits.ts'
import { getKey, refuseTaken } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { check } from './rules.ts'
import { keysTable } from './table.ts'

export const editKey = operation({
  name: 'keys.edit',
  summary: 'Change what an API key is called, may do, and how long and from where it works.',
  effect: 'write',
  level: 'account',
  // To call it something else takes no proof.
  sensitive: ({ key: _, name: __, ...rest }) =>
    Object.values(rest).some(value => value !== undefined),
  input: {
    key: ref('keys', 'The key: its id or name.'),
    name: unique(optional(keyName)),
    ...scopeFields,
    ...limitFields,
  },
  output: Key,
  check: checkGiven,
  async run(world, { key, name, expires, addresses, ...scope }) {
    const { store, now } = world
    const found = await getKey(store, key)
    check('edit', found, now)
    await checkNotAbove(world, found)
    const limits = {
      expiresAt: expires === undefined ? found.expiresAt : expires,
      addresses: addresses === undefined ? found.addresses : addresses,
    }
    if (expires !== undefined || addresses !== undefined) {
      refuseBeyond(await ownLimits(world), limits)
    }
    if (name !== undefined) await refuseTaken(store, name, found)
    const isScoped = Object.values(scope).some(value => value !== undefined)
    const granted = isScoped
      ? await checkGrant(world, { holder: 'key', now: found, ...scope })
      : null
    const { grants, ...stored } = granted ?? { grants: null }
    const row = await store.update(keysTable, found, {
      name: name ?? found.name,
      ...stored,
      ...limits,
    })
    if (grants) await writeGrants(store, subjectOf(keysTable, row), grants)
    return keyRecord(store, row, now)
  },
})
