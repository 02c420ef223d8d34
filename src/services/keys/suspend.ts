import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { getKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { suspend } from './rules.ts'
import { keysTable } from './table.ts'

export const suspendKey = operation({
  name: 'keys.suspend',
  summary:
    'Turn an API key off, also one above yourself: a leaked one has to be stopped by anybody.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { key: ref('keys', 'The key: its id or name.') },
  output: Key,
  async run({ store, now }, { key }) {
    const found = await getKey(store, key)
    return keyRecord(store, await store.update(keysTable, found, suspend(found, now)), now)
  },
})
