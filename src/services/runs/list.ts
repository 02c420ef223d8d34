import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { runsTable } from '../../store/tables.ts'
import { operation } from '../world.ts'
import { Run, runRecords, states } from './record.ts'

const filters = {
  state: { kind: 'choice', choices: states },
  operation: { kind: 'text', about: 'such as consumers.suspend' },
  startedBy: { kind: 'text', about: 'a supervisor, by id' },
  failed: { kind: 'number' },
  created: { kind: 'instant' },
} satisfies FilterFields

export const listRuns = operation({
  name: 'runs.list',
  summary: 'Runs: what was done to many records at once, the newest first.',
  effect: 'read',
  level: 'sub-account',
  input: listFields({ filters, sorts: ['created'] }),
  output: pageOf(Run),
  async run({ store, now }, input) {
    const table = store.table(runsTable)
    const listing = {
      spec: runsTable,
      filters: {
        state: { ...filters.state, column: table.state },
        operation: { ...filters.operation, column: table.operation },
        startedBy: { ...filters.startedBy, column: table.person },
        failed: { ...filters.failed, column: table.failed },
        created: { ...filters.created, column: table.createdAt },
      },
      sorts: { created: { column: table.createdAt, instant: true } },
      defaultSort: '-created',
    }
    const terms = termsOf(input.filter, filters, now)
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: await runRecords(store, rows), ...page }
  },
})
