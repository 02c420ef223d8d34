import { eq } from 'drizzle-orm'
import { choice, instant, optional, ref } from '../../kernel/fields.ts'
import { listFields, pageOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { eventsTable } from '../../store/tables.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import { statuses } from './record.ts'
import { filterables, filters, SignIn, signInRecord, signInType, termsAsked } from './signing-in.ts'

export const listSignIns = operation({
  name: 'events.sign-ins',
  summary: 'Who of the team signed in, or tried to, when and from where; the newest first.',
  effect: 'read',
  input: {
    person: optional(ref('team', 'Whose: id, email or user name.')),
    status: optional(choice({ about: 'How it ended.', of: statuses })),
    from: optional(instant({ about: 'Not before this time.' })),
    to: optional(instant({ about: 'Before this time.' })),
    ...listFields({ filters, sorts: ['sequence'] }),
  },
  output: pageOf(SignIn),
  async run({ store, now }, input) {
    const table = store.table(eventsTable)
    const { person } = input
    const who = person === undefined ? undefined : (await readSupervisor(store, person)).id
    const listing = {
      ...{ spec: eventsTable, where: eq(table.type, signInType), cursors: signInType },
      filters: filterables(store),
      sorts: { sequence: { column: table.sequence } },
      defaultSort: '-sequence',
      tie: 'sequence' as const,
    }
    const terms = termsAsked({ ...input, person: who }, now)
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: rows.map(signInRecord), ...page }
  },
})
