import * as z from 'zod/mini'
import { conflict } from '../../kernel/errors.ts'
import { optional, text } from '../../kernel/fields.ts'
import { readHead } from '../../store/log.ts'
import { readOrganization } from '../organization/queries.ts'
import { type Around, operation } from '../world.ts'

type Content = { organization: { id: string; name: string }; logSize: number }

/**
 * Asks for a restore: who may, and whether this backup may take this database's place. It changes
 * nothing; the copying happens below any operation, and `db.restored` records it where it then is
 * the truth, in the restored database.
 */
export const restoreDatabase = operation({
  name: 'db.restore',
  summary:
    'Put a backup in the place of the database. Ends sign-ins, codes and links, and holds messages.',
  effect: 'destroy',
  level: 'whole',
  sensitive: true,
  input: {
    file: text({ about: 'The backup.', max: 4096 }),
    confirm: optional(
      text({
        about: "The name of the backup's organisation, if it is another than the present one.",
      }),
    ),
  },
  output: z.object({
    organization: z.object({ id: z.string(), name: z.string() }),
    logSizeNow: z.number(),
    logSizeInBackup: z.number(),
    by: z.object({
      id: z.string(),
      name: z.nullable(z.string()),
      email: z.nullable(z.string()),
      key: z.nullable(z.object({ id: z.string(), name: z.string() })),
    }),
  }),
  async prepare({ gateways }: Around, { file }): Promise<Content> {
    return gateways.database.stage(file)
  },
  async run({ store, actor }, { confirm }, { organization, logSize }) {
    const present = await readOrganization(store)
    if (present?.id !== organization.id && confirm !== organization.name) {
      throw conflict(`This backup is of another organisation: ${organization.name}.`, {
        field: 'confirm',
        hint: 'If that is meant, repeat it with --confirm and that name.',
        details: { organization: organization.id },
      })
    }
    const { id, name, email, key } = actor
    return {
      organization: { id: organization.id, name: organization.name },
      logSizeNow: (await readHead(store)).size,
      logSizeInBackup: logSize,
      by: { id, name, email, key },
    }
  },
})
