/** From a session's token to the person behind it. */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { scopeOf } from '../organization/queries.ts'
import { readSettings } from '../settings/queries.ts'
import { authorityOf } from '../team/authority.ts'
import { working } from '../team/rules.ts'
import { supervisorsTable } from '../team/table.ts'
import { confinedUntilEnrolled } from './enrolment.ts'
import { sessionsTable } from './table.ts'
import { digestOf, isToken } from './token.ts'

export type SessionUse = { actor: Actor; lastUsedAt: Date; rowKey: number }

export const sessionOver = () =>
  new StewardError('not_signed_in', 'Your session is over.', {
    hint: 'Sign in again: steward login',
  })

/** The session that a token was of, where its time is over. */
export type Outlived = { outlived: number }

/** Throws `not_signed_in` for a session that was ended. One that has run out or lain idle for too
 * long is answered as such, to be ended: a clock that goes back would revive it. */
export const authenticateSession = async (
  tx: Tx,
  token: string,
  now: Date,
): Promise<SessionUse | Outlived> => {
  if (!isToken(token)) throw sessionOver()
  const session = tx.table(sessionsTable)
  const person = tx.table(supervisorsTable)
  const [found] = await tx.db
    .select({ session, person })
    .from(session)
    .innerJoin(
      person,
      and(eq(person.key, session.supervisor), inArray(person.status, [...working])),
    )
    .where(and(eq(session.digest, digestOf(token)), isNull(session.endedAt)))
  if (!found) throw sessionOver()
  const outlived = { outlived: found.session.key }
  if (found.session.expiresAt <= now) return outlived
  const scope = await scopeOf(tx, found.session.provider)
  if (!scope) throw sessionOver()
  tx.enter(scope)
  const { 'team.idleMinutes': idle } = await readSettings(tx, 'team.idleMinutes')
  if (found.session.lastSeenAt.getTime() + idle * 60_000 <= now.getTime()) return outlived
  const { id, name, email } = found.person
  return {
    actor: {
      kind: 'supervisor',
      id,
      name,
      email,
      key: null,
      session: { id: found.session.id, freshAt: found.session.freshAt },
      ...(await authorityOf(tx, found.person, { home: scope, organization: scope.organization })),
      confined: await confinedUntilEnrolled(tx, found.person),
    },
    lastUsedAt: found.session.lastSeenAt,
    rowKey: found.session.key,
  }
}

/** When a session was last used. Not an event: nobody decided anything. */
export const noteSessionUse = async (tx: Tx, rowKey: number, now: Date): Promise<void> => {
  const table = tx.table(sessionsTable)
  await tx.db.update(table).set({ lastSeenAt: now }).where(eq(table.key, rowKey))
}

/** Not an event either: time did it, and the refusal that follows is one. */
export const endOutlived = async (tx: Tx, { outlived }: Outlived, now: Date): Promise<void> => {
  const table = tx.table(sessionsTable)
  await tx.db.update(table).set({ endedAt: now }).where(eq(table.key, outlived))
}
