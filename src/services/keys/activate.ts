import { ref } from '../../kernel/fields.ts'
import { checkNotAbove } from '../roles/holders.ts'
import { operation } from '../world.ts'
import { getKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { activate } from './rules.ts'
import { keysTable } from './table.ts'

export const activateKey = operation({
  name: 'keys.activate',
  summary: 'Turn a suspended API key on again.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { key: ref('keys', 'The key: its id or name.') },
  output: Key,
  async run(world, { key }) {
    const { store, now } = world
    const found = await getKey(store, key)
    await checkNotAbove(world, found)
    return keyRecord(store, await store.update(keysTable, found, activate(found, now)), now)
  },
})
