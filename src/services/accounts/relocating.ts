/** An account goes elsewhere in the tree, with all beneath it. */
import { alreadySo, conflict } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { refuseUngranted } from '../features/granting.ts'
import type { World } from '../world.ts'
import { refuseOwn, refuseTop } from './above.ts'
import { type AccountRow, namedAccounts } from './record.ts'
import { refuseTemplate } from './rules.ts'
import { refuseOverfull } from './seating.ts'
import { accountsTable } from './table.ts'
import { lineOf, replant } from './tree.ts'

/** Both are locked, and so is the tree. Answers how many accounts moved: itself and those beneath it.
 * Throws `conflict` for a place beneath itself or in another provider, `illegal_state` where it lies
 * there already. */
export const relocate = async (
  world: World,
  found: AccountRow,
  above: AccountRow | null,
): Promise<{ row: AccountRow; moved: number }> => {
  const { store } = world
  await refuseOwn(world, found)
  if (!above) refuseTop(world)
  if (found.parent === (above?.key ?? null)) {
    throw alreadySo(above ? 'It lies beneath that one already.' : 'It is at the top already.')
  }
  for (const row of above ? [found, above] : [found]) refuseTemplate(row)
  if (above) await refuseCircle(store, found, above)
  await refuseUngranted(store, found, above)
  const moved = await replant(store, found, above)
  await refuseOverfull(store, found)
  const [before] = found.parent === null ? [] : await namedAccounts(store, [found.parent])
  const row = await store.update(accountsTable, found, { parent: above?.key ?? null })
  store.noteChange({
    subject: { id: row.id, topic: 'accounts', name: row.name, email: row.email },
    before: { parent: before?.id ?? null },
    after: { parent: above?.id ?? null },
  })
  store.note({ moved })
  return { row, moved }
}

/** Nothing lies beneath itself, nor beneath another provider's. */
const refuseCircle = async (tx: Tx, found: AccountRow, above: AccountRow): Promise<void> => {
  const field = 'parent'
  if (above.provider !== found.provider) {
    throw conflict('An account can not move to another provider.', { field })
  }
  const line = await lineOf(tx, above)
  if (!line.some(({ ancestor }) => ancestor === found.key)) return
  const what = above.key === found.key ? 'itself' : 'what lies beneath it'
  throw conflict(`An account can not lie beneath ${what}.`, { field })
}
