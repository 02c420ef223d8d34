import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { Exported, exported } from './exporting.ts'
import { teamFields, teamPage } from './listing.ts'

export const exportTeam = operation({
  name: 'team.export',
  summary: 'The team that matches, in a form that import reads back. Never a password.',
  effect: 'read',
  level: 'account',
  // One event for an export, however many pages it takes.
  recorded: input => input.cursor === undefined,
  sensitive: true,
  input: teamFields,
  output: pageOf(Exported),
  async run({ store, now }, input) {
    const { rows, ...page } = await teamPage(store, now, input, 'export')
    const { filter = null, search = null } = input
    store.note({ filter, search, matched: page.total })
    return { data: await exported(store, rows), ...page }
  },
})
