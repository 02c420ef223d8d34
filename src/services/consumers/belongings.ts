/**
 * What belongs to a person besides their record, topic by topic: the one place that merging, handing
 * out and erasing a person read. A topic whose rows belong to a consumer adds one entry here.
 */
import type { Tx } from '../../store/transaction.ts'
import { accountBelongings } from '../accounts/belongings.ts'
import { documentBelongings } from '../documents/belongings.ts'
import { messageBelongings } from '../messages/belongings.ts'
import { noteBelongings } from './notes.ts'
import type { ConsumerRow } from './record.ts'
import { resetBelongings } from './resets.ts'

type Listed = { id: string } & Record<string, unknown>

export type Belongings = {
  /** As a preview and an export call them. */
  name: string
  /** All of them as the person may see them, each with its id, the oldest first. Without it there
   * is nothing to be handed out. */
  list?(tx: Tx, owner: ConsumerRow, now: Date): Promise<Listed[]>
  /** Gives them all to another; answers the ids of what moved. What can't be another's ends here. */
  move(tx: Tx, from: ConsumerRow, to: ConsumerRow, now: Date): Promise<string[]>
  /** Destroys them, past the capture: no event may repeat what is erased. Answers how many. */
  erase(tx: Tx, owner: ConsumerRow, now: Date): Promise<number>
}

export const belongings: readonly Belongings[] = [
  accountBelongings,
  noteBelongings,
  documentBelongings,
  messageBelongings,
  resetBelongings,
]

/** Gives all of one person's to another; answers the ids of what moved, topic by topic. */
export const moveBelongings = async (
  tx: Tx,
  from: ConsumerRow,
  to: ConsumerRow,
  now: Date,
): Promise<Record<string, string[]>> => {
  const moved: Record<string, string[]> = {}
  for (const { name, list, move } of belongings) {
    const ids = await move(tx, from, to, now)
    if (list) moved[name] = ids
  }
  return moved
}
