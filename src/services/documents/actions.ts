/** What can be done to a document now: each of these operations asks the same rules. */
import { actionsFor, against, type Moves } from '../roles/actions.ts'
import type { World } from '../world.ts'
import { type DocumentRow, type FullDocument, type Owner, printedRecord } from './record.ts'
import { checkMove, refuseDeleted, standingAt } from './rules.ts'

type OwnerRow = Owner & { status: string }

const verdicts = ['accept', 'reject', 'request', 'expire'] as const

/** What of the record refuses each of them: see `Moves`. */
export const documentMoves = (row: DocumentRow, owner: OwnerRow, now: Date): Moves => {
  const { status } = standingAt(row, now)
  const own: Moves = {}
  for (const move of verdicts) {
    own[`consumers.documents-${move}`] = against(() => {
      refuseDeleted(owner)
      checkMove(move, status)
    })
  }
  return { ...own, 'consumers.documents-download': null }
}

/** A document as its `show` ends. */
export const fullRecord = (
  { actor, now }: Pick<World, 'actor' | 'now'>,
  { row, owner }: { row: DocumentRow; owner: OwnerRow },
): FullDocument => ({
  ...printedRecord(row, owner, now),
  actions: actionsFor(actor, documentMoves(row, owner, now)),
})
