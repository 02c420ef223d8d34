import * as z from 'zod/mini'
import { text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { addKey } from './queries.ts'
import { Key, keyRecord } from './record.ts'

export const createKey = operation({
  name: 'keys.create',
  summary: 'Make an API key. It is shown once and acts with the rights of whoever made it.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: { name: text({ about: 'What the key is for; unique among the active ones.', max: 80 }) },
  output: z.extend(Key, { apiKey: z.nullable(z.string()) }),
  shownOnce: ['apiKey'],
  async run({ store, now, ids, actor }, { name }) {
    const { row, apiKey } = await addKey(store, {
      name,
      createdBy: actor.id,
      everyProvider: actor.level === 'whole',
      now,
      ids,
    })
    return { ...keyRecord(row), apiKey }
  },
})
