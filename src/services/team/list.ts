import { pageOf, termsOf } from '../../kernel/list.ts'
import { matchingIds } from '../../store/matching.ts'
import { operation } from '../world.ts'
import { filters, teamFields, teamListing, teamPage } from './listing.ts'
import { supervisorsNamed } from './queries.ts'
import { Supervisor, supervisorRecords } from './record.ts'

export const listTeam = operation({
  name: 'team.list',
  summary: 'The team, the newest first. Deleted ones only when a filter asks for them.',
  effect: 'read',
  level: 'account',
  input: teamFields,
  output: pageOf(Supervisor),
  pick: {
    async matching({ store, now }, { filter }) {
      const terms = termsOf(filter, filters, now)
      return matchingIds(store, teamListing(store, terms), terms)
    },
    named: ({ store }, selectors) => supervisorsNamed(store, selectors),
  },
  async run({ store, now }, input) {
    const { rows, ...page } = await teamPage(store, now, input)
    return { data: await supervisorRecords(store, rows), ...page }
  },
})
