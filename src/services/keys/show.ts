import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { Action } from '../roles/actions.ts'
import { operation } from '../world.ts'
import { keyActions } from './actions.ts'
import { detailsOf, KeyDetails } from './details.ts'
import { readKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'

export const showKey = operation({
  name: 'keys.show',
  summary: 'One API key: where it stands, and what it can do at this moment.',
  effect: 'read',
  level: 'account',
  input: { key: ref('keys', 'The key: its id or name.') },
  output: z.extend(Key, { ...KeyDetails.shape, actions: z.array(Action) }),
  async run(world, { key }) {
    const { store, now } = world
    const row = await readKey(store, key)
    return {
      ...(await keyRecord(store, row, now)),
      ...(await detailsOf(store, row)),
      actions: await keyActions(world, row),
    }
  },
})
