import * as z from 'zod/mini'
import { integer, optional, text } from '../../kernel/fields.ts'
import { readHead } from '../../store/log.ts'
import { operation } from '../world.ts'
import { endAll, holdMessages } from './endings.ts'

/** Run by the program itself, in the database that is being restored, before anyone else sees it. */
export const databaseRestored = operation({
  name: 'db.restored',
  summary: 'A backup took the place of the database.',
  effect: 'write',
  actor: 'system',
  recorded: true,
  input: {
    file: text({ about: "The backup's name." }),
    logSizeBefore: optional(
      integer({ about: 'Events in what was replaced, if it could be read.' }),
    ),
    replaced: optional(text({ about: 'The name of the copy of what was replaced.' })),
    codesEnded: optional(integer({ about: 'Codes and links that were ended before this.' })),
    messagesHeld: optional(integer({ about: 'Messages that were held before this.' })),
  },
  output: z.object({
    logSizeAfter: z.number(),
    codesEnded: z.number(),
    messagesHeld: z.number(),
  }),
  async run({ store, now }, { file, logSizeBefore = null, replaced = null, ...before }) {
    const codesEnded = (before.codesEnded ?? 0) + (await endAll(store, now))
    const messagesHeld = (before.messagesHeld ?? 0) + (await holdMessages(store))
    // This event itself is the last of them.
    const logSizeAfter = (await readHead(store)).size + 1
    store.note({ file, logSizeBefore, logSizeAfter, replaced, codesEnded, messagesHeld })
    return { logSizeAfter, codesEnded, messagesHeld }
  },
})
