import * as z from 'zod/mini'
import { optional, text } from '../../kernel/fields.ts'
import { type Around, operation } from '../world.ts'

type Made = { file: string; bytes: number; logSize: number } | null

export const backUpDatabase = operation({
  name: 'db.backup',
  summary: 'Copy the whole database, as of one moment, into a new file.',
  effect: 'write',
  level: 'whole',
  recorded: true,
  input: {
    file: optional(
      text({
        about: 'A file that is not there yet; one in the backups folder unless given.',
        max: 4096,
      }),
    ),
  },
  output: z.object({
    file: z.nullable(z.string()),
    bytes: z.nullable(z.number()),
    /** Events in the copy: the one about the backup itself comes after. */
    logSize: z.nullable(z.number()),
    takenAt: z.string(),
  }),
  async prepare({ gateways, now, dryRun }: Around, { file }): Promise<Made> {
    return dryRun ? null : gateways.database.backup(file, now)
  },
  async run({ store, now }, _, made) {
    if (made) store.note({ file: nameOf(made.file), bytes: made.bytes, logSize: made.logSize })
    const nothing = { file: null, bytes: null, logSize: null }
    return { ...(made ?? nothing), takenAt: now.toISOString() }
  },
})

/** The log keeps the name alone: where things lie on a disk is nobody else's business. */
const nameOf = (file: string): string => file.replace(/^.*[\\/]/, '')
