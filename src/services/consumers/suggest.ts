import * as z from 'zod/mini'
import { integer, text, withDefault } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { startingWith } from './queries.ts'

/** What completion asks while a name is being typed. */
export const suggestConsumers = operation({
  name: 'consumers.suggest',
  summary: 'Ids, emails, phones and external ids that begin like this.',
  effect: 'read',
  level: 'sub-account',
  permission: 'consumers:list',
  input: {
    prefix: text({ about: 'How it begins.', max: 320 }),
    limit: withDefault(integer({ about: 'How many at most.', min: 1, max: 100 }), 20),
  },
  output: z.object({ data: z.array(z.object({ value: z.string(), about: z.string() })) }),
  async run({ store }, { prefix, limit }) {
    return { data: await startingWith(store, prefix, limit) }
  },
})
