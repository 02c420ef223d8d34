import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { getKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { revoke } from './rules.ts'
import { checkStopping } from './stopping.ts'
import { keysTable } from './table.ts'

export const revokeKey = operation({
  name: 'keys.revoke',
  summary: 'Revoke an API key for good. It stops working with the next command.',
  effect: 'destroy',
  level: 'account',
  input: { key: ref('keys', 'The key: its id or name.') },
  output: Key,
  async run(world, { key }) {
    const { store, now } = world
    const found = await getKey(store, key)
    await checkStopping(world, found)
    return keyRecord(store, await store.update(keysTable, found, revoke(found, now)), now)
  },
})
