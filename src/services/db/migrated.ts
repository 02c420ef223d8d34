import * as z from 'zod/mini'
import { list, optional, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'

/** Run by the program itself once it has migrated a database that holds an organisation. */
export const databaseMigrated = operation({
  name: 'db.migrated',
  summary: 'The schema was brought up to date.',
  effect: 'write',
  actor: 'system',
  recorded: true,
  input: {
    applied: list(text({ about: 'The migrations, in the order they were applied.' })),
    backup: optional(text({ about: 'The name of the backup made before.' })),
  },
  output: z.object({ applied: z.array(z.string()) }),
  async run({ store }, { applied, backup }) {
    store.note({ applied, backup: backup ?? null })
    return { applied }
  },
})
