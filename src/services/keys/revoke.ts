import { alreadySo } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { getKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { keysTable } from './table.ts'

export const revokeKey = operation({
  name: 'keys.revoke',
  summary: 'Revoke an API key for good. It stops working with the next command.',
  effect: 'destroy',
  level: 'account',
  input: { key: ref('keys', 'The key: its id or name.') },
  output: Key,
  async run({ store, now }, { key }) {
    const found = await getKey(store, key)
    if (found.status === 'revoked') throw alreadySo('This key is revoked already.')
    return keyRecord(await store.update(keysTable, found, { status: 'revoked', revokedAt: now }))
  },
})
