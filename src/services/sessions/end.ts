import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import { getSession } from './queries.ts'
import { Session, sessionRecord } from './record.ts'
import { sessionsTable } from './table.ts'

export const endSession = operation({
  name: 'sessions.end',
  summary: 'Sign out: the session you are in ends.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: {},
  output: Session,
  async run({ store, now, actor }) {
    const me = await readSupervisor(store, actor.id)
    const found = await getSession(store, me.key, actor.session!.id)
    return sessionRecord(await store.update(sessionsTable, found, { endedAt: now }), found.id)
  },
})
