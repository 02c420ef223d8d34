import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { keyFields, keyPage } from './listing.ts'
import { keysNamed } from './queries.ts'
import { Key } from './record.ts'

export const listKeys = operation({
  name: 'keys.list',
  summary: 'API keys and what each can do at this moment, the newest first.',
  effect: 'read',
  level: 'account',
  input: keyFields,
  output: pageOf(Key),
  pick: { named: ({ store }, selectors) => keysNamed(store, selectors) },
  run: ({ store, now }, input) => keyPage(store, now, input),
})
