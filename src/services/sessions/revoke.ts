import { alreadySo } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import { getSession } from './queries.ts'
import { Session, sessionRecord } from './record.ts'
import { sessionsTable } from './table.ts'

export const revokeSession = operation({
  name: 'sessions.revoke',
  summary: 'Sign out one of your sessions. Its next command finds itself signed out.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  single: true,
  input: { session: ref('sessions', 'The session: its id.') },
  output: Session,
  async run({ store, now, actor }, { session }) {
    const me = await readSupervisor(store, actor.id)
    const found = await getSession(store, me.key, session)
    if (found.endedAt) throw alreadySo('This session has ended already.')
    const ended = await store.update(sessionsTable, found, { endedAt: now })
    return sessionRecord(ended, actor.session?.id ?? null)
  },
})
