/** That somebody is left who may do everything: an owner of the whole, and of each provider that has had
 * an owner one of its own. */
import { and, count, eq, ne } from 'drizzle-orm'
import { illegalState } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { providersTable } from '../providers/table.ts'
import type { SupervisorRow } from './queries.ts'
import { supervisorsTable } from './table.ts'

type Owning = Pick<SupervisorRow, 'role' | 'status' | 'accounts' | 'everyProvider'>

/** Of a whole provider, and able to sign in. */
const isOwner = ({ role, status, accounts }: Owning): boolean =>
  role === 'owner' && status === 'active' && accounts === 'all'

/**
 * Makes whoever would take an owner away wait for each other: without it, two who each take the other
 * away would both find somebody left. Taken before a person is locked, so that no two wait in a circle.
 */
export const lockOwners = async (tx: Tx, { provider }: { provider: number }): Promise<void> => {
  const table = tx.table(providersTable)
  const own = tx.db.select({ key: table.key }).from(table).where(eq(table.key, provider))
  await tx.expressions.locking(own)
}

/** Of what `before` is the last owner and `after` would be one no more; null where all is well. The
 * owners are locked. */
export const lastOwnerOf = async (
  tx: Tx,
  before: SupervisorRow,
  after: Partial<Owning>,
): Promise<'whole' | 'provider' | null> => {
  if (!isOwner(before)) return null
  const next = { ...before, ...after }
  const provider = tx.table(providersTable)
  const [home] = await tx.db.select().from(provider).where(eq(provider.key, before.provider))
  const { isDefault, status } = home!
  // Of the default provider only those of the whole count: what they have nobody else can give back.
  const counts = (one: Owning) => isOwner(one) && (one.everyProvider || !isDefault)
  // A disabled provider's people may all go: it can only be deleted without them.
  if (!counts(before) || counts(next) || status !== 'active') return null
  if ((await others(tx, before, isDefault)) > 0) return null
  return isDefault ? 'whole' : 'provider'
}

const hints = {
  whole: 'Make somebody else one first: steward team edit PERSON --role owner --every-provider',
  provider: 'Make somebody else an owner first, or disable the provider.',
}

/** Throws `illegal_state` where nobody would be left. */
export const keepAnOwner = async (
  tx: Tx,
  before: SupervisorRow,
  after: Partial<Owning>,
): Promise<void> => {
  const of = await lastOwnerOf(tx, before, after)
  if (of === null) return
  const what = of === 'whole' ? 'the whole' : 'this provider'
  throw illegalState(`They are the last owner of ${what}, and there has to be one.`, {
    hint: hints[of],
    details: { lastOwner: true },
  })
}

/** Whoever reaches few accounts is kept from owners by other rules: all of them are counted. */
const others = async (tx: Tx, { key, provider }: SupervisorRow, whole: boolean) => {
  const table = tx.table(supervisorsTable)
  const owner = and(eq(table.role, 'owner'), eq(table.status, 'active'), eq(table.accounts, 'all'))
  const own = and(eq(table.provider, provider), ne(table.key, key))
  const reach = whole ? eq(table.everyProvider, true) : undefined
  const [row] = await tx.db
    .select({ n: count() })
    .from(table)
    .where(and(own, owner, reach))
  return row!.n
}
