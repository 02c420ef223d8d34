import { pageOf } from '../../kernel/list.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import { openSessions } from './queries.ts'
import { Session, sessionRecord } from './record.ts'

export const listSessions = operation({
  name: 'sessions.list',
  summary: 'Where you are signed in, the newest first.',
  effect: 'read',
  level: 'sub-account',
  session: true,
  input: {},
  output: pageOf(Session),
  async run({ store, now, actor }) {
    const me = await readSupervisor(store, actor.id)
    const rows = await openSessions(store, me.key, now)
    const data = rows.map(row => sessionRecord(row, actor.session?.id ?? null))
    return { data, hasMore: false, nextCursor: null, total: data.length }
  },
})
