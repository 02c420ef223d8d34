import * as z from 'zod/mini'
import { instant, optional, ref, text, withDefault } from '../../kernel/fields.ts'
import { checkNotAbove } from '../roles/holders.ts'
import { operation } from '../world.ts'
import { ownLimits, refuseBeyond } from './limits.ts'
import { getKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { graceOf, refusePast, rotate } from './rules.ts'
import { digestOf, makeKey, previewOf } from './secret.ts'
import { keysTable } from './table.ts'

export const rotateKey = operation({
  name: 'keys.rotate',
  summary: 'Give an API key a new text, shown once. The one before works until the grace is over.',
  effect: 'write',
  level: 'account',
  confirm: true,
  sensitive: true,
  input: {
    key: ref('keys', 'The key: its id or name.'),
    grace: withDefault(
      text({ about: 'How long the text before still works: 24h, 7d, or 0 to cut it now.' }),
      '24h',
    ),
    expires: optional(instant({ about: 'A new end for the key: +90d, or a date.' })),
  },
  output: z.extend(Key, { apiKey: z.nullable(z.string()) }),
  shownOnce: ['apiKey'],
  check({ grace, expires }, now) {
    graceOf(grace)
    refusePast(expires, now)
  },
  async run(world, { key, grace, expires }) {
    const { store, now, ids } = world
    const found = await getKey(store, key)
    await checkNotAbove(world, found)
    const { addresses } = found
    const expiresAt = expires ?? found.expiresAt
    refuseBeyond(await ownLimits(world), { expiresAt, addresses })
    const apiKey = makeKey(ids)
    const text = { hash: digestOf(apiKey), preview: previewOf(apiKey), grace: graceOf(grace) }
    const patch = { ...rotate({ ...found, expiresAt }, text, now), expiresAt }
    const row = await store.update(keysTable, found, patch)
    return { ...(await keyRecord(store, row, now)), apiKey }
  },
})
