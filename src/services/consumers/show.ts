import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { allCounts, countDocuments } from '../documents/queries.ts'
import { statuses as documentStatuses } from '../documents/rules.ts'
import { algorithmOf, isImported } from '../passwords/imported.ts'
import { Action } from '../roles/actions.ts'
import { operation } from '../world.ts'
import { consumerActions } from './actions.ts'
import { readConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'

export const showConsumer = operation({
  name: 'consumers.show',
  summary: 'One consumer: who they are, where they stand, and what can be done now.',
  effect: 'read',
  level: 'sub-account',
  input: { consumer: ref('consumers') },
  output: z.extend(Consumer, {
    /** How many of each status. */
    documents: z.record(z.enum(documentStatuses), z.number()),
    /** What their password is hashed by; imported until their first sign-in here. */
    passwordAlgorithm: z.nullable(z.string()),
    passwordImported: z.boolean(),
    /** Whom it was merged into, as they are now. */
    mergedWith: z.nullable(
      z.object({ id: z.string(), name: z.string(), email: z.nullable(z.string()) }),
    ),
    actions: z.array(Action),
  }),
  async run(world, { consumer }) {
    const { store, now } = world
    const row = await readConsumer(store, consumer)
    const counts = await countDocuments(store, [row.key], now)
    const documents = allCounts(counts.get(row.key))
    const { passwordHash: hash } = row
    const record = await recordIn(world, row)
    const { mergedInto } = record
    const other = mergedInto && (await readConsumer(store, mergedInto))
    return {
      ...record,
      documents,
      passwordAlgorithm: hash && algorithmOf(hash),
      passwordImported: hash !== null && isImported(hash),
      mergedWith: other ? { id: other.id, name: other.name, email: other.email } : null,
      actions: consumerActions(world, row),
    }
  },
})
