import * as z from 'zod/mini'
import { subjectOf } from '../../store/capture.ts'
import { checkGrant } from '../roles/granting.ts'
import { writeGrants } from '../roles/grants.ts'
import { operation } from '../world.ts'
import { checkGiven, keyName, limitFields, scopeFields } from './fields.ts'
import { ownLimits, refuseBeyond } from './limits.ts'
import { addKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { keysTable } from './table.ts'

export const createKey = operation({
  name: 'keys.create',
  summary: 'Make an API key, shown once. It can do what you can, or less; never more.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: { name: keyName, ...scopeFields, ...limitFields },
  output: z.extend(Key, { apiKey: z.nullable(z.string()) }),
  shownOnce: ['apiKey'],
  check: checkGiven,
  async run(world, { name, expires, addresses, ...scope }) {
    const { store, now, ids, actor } = world
    const { grants, ...granted } = await checkGrant(world, { holder: 'key', ...scope })
    const own = await ownLimits(world)
    const limits = { expiresAt: expires ?? own.expiresAt, addresses: addresses ?? own.addresses }
    refuseBeyond(own, limits)
    const by = { createdBy: actor.id, madeBy: actor.key?.id ?? null }
    const { row, apiKey } = await addKey(store, { name, ...by, ...granted, ...limits, now, ids })
    await writeGrants(store, subjectOf(keysTable, row), grants)
    return { ...(await keyRecord(store, row, now)), apiKey }
  },
})
