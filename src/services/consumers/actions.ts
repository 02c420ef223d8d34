/** What can be done to a consumer now: each of these operations asks the same rules. */
import { type Action, actionsFor, against, type Moves } from '../roles/actions.ts'
import type { World } from '../world.ts'
import type { ConsumerRow } from './record.ts'
import {
  checkMove,
  moves,
  refuseDeleted,
  refuseErased,
  refuseMerged,
  refuseUnreachable,
  standingAt,
} from './rules.ts'

/** What of the record refuses each of them: see `Moves`. */
export const consumerMoves = (stored: ConsumerRow, now: Date): Moves => {
  const row = standingAt(stored, now)
  const rule = (...rules: ((row: ConsumerRow) => void)[]) =>
    against(() => {
      for (const refuse of [refuseErased, ...rules]) refuse(row)
    })
  const own: Moves = {}
  for (const move of moves) {
    const merged = move === 'restore' ? [refuseMerged] : []
    own[`consumers.${move}`] = rule(...merged, () => checkMove(move, row))
  }
  const doing = (
    what: Parameters<typeof refuseDeleted>[1],
    ...rules: ((of: ConsumerRow) => void)[]
  ) => rule(() => refuseDeleted(row, what), ...rules)
  return {
    ...own,
    'consumers.edit': doing('edit'),
    'consumers.tag': doing('tag'),
    'consumers.note': rule(),
    'consumers.verify': doing('verify', refuseUnreachable),
    'consumers.set-password': doing('set-password'),
    'consumers.reset-password': doing('reset-password', refuseUnreachable),
    'consumers.documents-add': doing('documents-add'),
    'consumers.merge': rule(refuseMerged, () => refuseDeleted(row, 'merge')),
    'consumers.privacy-export': against(() => refuseMerged(row)),
    'consumers.privacy-erase': against(() => refuseMerged(row)),
  }
}

export const consumerActions = ({ actor, now }: World, row: ConsumerRow): Action[] =>
  actionsFor(actor, consumerMoves(row, now))
