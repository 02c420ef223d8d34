/** Invitations: one-use codes by which somebody sets their own password. Only the digest is kept. */
import { hash } from 'node:crypto'
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Ids } from '../../kernel/context.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { TemplateKey } from '../messages/templates.ts'
import type { World } from '../world.ts'
import type { SupervisorRow } from './queries.ts'
import { accessTold, providerToName } from './reach.ts'
import { invitationsTable } from './table.ts'

type InvitationRow = RowOf<typeof invitationsTable>

/** How long one is good. */
const days = 7

/** 190 random bits: nobody guesses it, so no guesses are counted. */
export const newInvitation = (ids: Ids): string => `stw_inv_${ids.token(32)}`

export const digestOf = (code: string): string => hash('sha256', code.trim(), 'hex')

const open = (tx: Tx, supervisor: number) => {
  const table = tx.table(invitationsTable)
  const theirs = and(tx.scoped(invitationsTable), eq(table.supervisor, supervisor))
  return and(theirs, isNull(table.usedAt))
}

/** None that was sent before lets anybody in any more. */
export const voidInvitations = async (tx: Tx, supervisor: number, now: Date): Promise<void> => {
  const table = tx.table(invitationsTable)
  await tx.db.update(table).set({ usedAt: now }).where(open(tx, supervisor))
}

/** Sends one; those before it are void. Answers until when it is good. */
export const sendInvitation = async (
  { store, outbox, actor, now }: World,
  person: SupervisorRow,
  code: string,
): Promise<Date> => {
  await voidInvitations(store, person.key, now)
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  const { provider } = store.scope
  const row = { provider, supervisor: person.key, digest: digestOf(code) }
  await store.db.insert(store.table(invitationsTable)).values({ ...row, createdAt: now, expiresAt })
  const told = await accessTold(store, person)
  const named = await providerToName(store)
  const app = person.twoFactorRequired ? 'yes' : ''
  await outbox.send({
    channel: 'email',
    recipient: person.email,
    template: 'team.invitation' satisfies TemplateKey,
    data: { name: person.name, by: actor.name, days, provider: named, app, ...told },
    secret: { code },
    notAfter: expiresAt,
    subject: person.id,
  })
  return expiresAt
}

/** Whose it is, while it is good; not locked, since what follows is slow. */
export const findInvitation = async (
  tx: Tx,
  code: string,
  now: Date,
): Promise<InvitationRow | null> => {
  const table = tx.table(invitationsTable)
  const good = and(eq(table.digest, digestOf(code)), isNull(table.usedAt), gt(table.expiresAt, now))
  const [row] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(invitationsTable), good))
  return row ?? null
}

/** Takes it by a conditional update: of two at once, one gets it. */
export const takeInvitation = async (
  tx: Tx,
  { key }: InvitationRow,
  now: Date,
): Promise<boolean> => {
  const table = tx.table(invitationsTable)
  const unused = and(eq(table.key, key), isNull(table.usedAt), gt(table.expiresAt, now))
  return (await tx.db.update(table).set({ usedAt: now }).where(unused).returning()).length > 0
}

/** Until when the one that was sent last is good; null where there is none to be used. */
export const invitedUntil = async (tx: Tx, supervisor: number, now: Date): Promise<Date | null> => {
  const table = tx.table(invitationsTable)
  const [row] = await tx.db
    .select()
    .from(table)
    .where(and(open(tx, supervisor), gt(table.expiresAt, now)))
    .orderBy(desc(table.key))
    .limit(1)
  return row?.expiresAt ?? null
}
