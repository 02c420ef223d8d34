import { pageOf } from '../../kernel/list.ts'
import { openSessions } from '../sessions/queries.ts'
import { Session, sessionRecord } from '../sessions/record.ts'
import { operation } from '../world.ts'
import { supervisor } from './managing.ts'
import { readSupervisor } from './queries.ts'

export const teamSessions = operation({
  name: 'team.sessions',
  summary: 'Where somebody of the team is signed in, the newest first.',
  effect: 'read',
  level: 'account',
  input: { supervisor },
  output: pageOf(Session),
  async run({ store, now, actor }, input) {
    const row = await readSupervisor(store, input.supervisor)
    const rows = await openSessions(store, row.key, now)
    const data = rows.map(session => sessionRecord(session, actor.session?.id ?? null))
    return { data, hasMore: false, nextCursor: null, total: data.length }
  },
})
