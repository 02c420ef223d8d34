/** The accounts that somebody owns: what becomes of them with the person. */
import { eq } from 'drizzle-orm'
import { illegalState } from '../../kernel/errors.ts'
import { subjectOf } from '../../store/capture.ts'
import type { Belongings } from '../consumers/belongings.ts'
import { lockedAccounts, ownedBy } from './queries.ts'
import { accountsTable } from './table.ts'

export const accountBelongings: Belongings = {
  name: 'accounts',
  async list(tx, owner) {
    const owned = await ownedBy(tx, owner)
    return owned.map(({ id, reference, name, email }) => ({ id, reference, name, email }))
  },
  /** An account is owned by one of its people: whom it moves to has to be one. */
  async move(tx, from, to) {
    const known = await ownedBy(tx, from)
    const owned = await lockedAccounts(
      tx,
      known.map(({ key }) => key),
    )
    for (const account of owned) {
      tx.touch(accountsTable, account)
      if (to.account !== account.key) throw belongsElsewhere(account)
      await tx.update(accountsTable, account, { owner: to.key })
      const subject = subjectOf(accountsTable, account)
      tx.noteChange({ subject, before: { owner: from.id }, after: { owner: to.id } })
    }
    return owned.map(({ id }) => id)
  },
  async erase(tx, owner) {
    const owned = await ownedBy(tx, owner)
    const table = tx.table(accountsTable)
    for (const account of owned) {
      await tx.db.update(table).set({ owner: null }).where(eq(table.key, account.key))
    }
    return owned.length
  },
}

const belongsElsewhere = ({ id, reference }: { id: string; reference: string | null }) =>
  illegalState(`The duplicate owns an account that the other is not in: ${reference ?? id}.`, {
    field: 'take',
    hint: 'Take the account of the duplicate as well (--take account), or merge the other way round.',
    details: { account: id },
  })
