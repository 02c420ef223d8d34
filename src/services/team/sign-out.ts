import * as z from 'zod/mini'
import { alreadySo } from '../../kernel/errors.ts'
import { optional, text, unique } from '../../kernel/fields.ts'
import { endSessions, getSession } from '../sessions/queries.ts'
import { sessionsTable } from '../sessions/table.ts'
import { operation } from '../world.ts'
import { getManaged, supervisor } from './managing.ts'

export const signOut = operation({
  name: 'team.sign-out',
  summary: 'Sign somebody of the team out, everywhere or of one session. They can sign in again.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: {
    supervisor,
    session: unique(optional(text({ about: 'The id of that one session.', max: 100 }))),
  },
  output: z.object({ id: z.string(), sessionsEnded: z.number() }),
  async run(world, input) {
    const { store, now } = world
    const found = await getManaged(world, input.supervisor)
    if (input.session === undefined) {
      const ended = await endSessions(store, found.key, now, null)
      if (ended === 0) throw alreadySo('They are not signed in.')
      return { id: found.id, sessionsEnded: ended }
    }
    const session = await getSession(store, found.key, input.session)
    if (session.endedAt) throw alreadySo('This session has ended already.')
    await store.update(sessionsTable, session, { endedAt: now })
    return { id: found.id, sessionsEnded: 1 }
  },
})
