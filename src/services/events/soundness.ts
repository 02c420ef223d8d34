/**
 * Whether one stored event is what was recorded: its columns against its hash, its hash against the
 * tree, its detail against its digest, its side rows against its subjects. Pure; an event may hold
 * anything that its engine lets in.
 */
import { detailDigest, leafText } from '../../kernel/event.ts'
import { append, type Frontier, leafHash } from '../../kernel/merkle.ts'
import { leafOf, otherSubjects, type StoredEvent } from '../../store/log.ts'
import { type Erasures, isErased } from './erasure.ts'

export type Surroundings = {
  providerId: string
  /** The tree before this event; it is in the tree afterwards. */
  frontier: Frontier
  /** Subjects of its side rows. */
  sides: readonly string[]
  erasures: Erasures
}

/** What is wrong with the event, or null. */
export const faultOf = (row: StoredEvent, around: Surroundings): string | null =>
  leafFault(row, around) ?? detailFault(row, around.erasures) ?? sidesFault(row, around.sides)

const leafFault = (row: StoredEvent, { providerId, frontier }: Surroundings): string | null => {
  const leaf = leafOfStored(row, providerId)
  if (!leaf) return 'One of its columns holds what never stood there.'
  const nodes = Buffer.from(row.nodes)
  if (!leaf.equals(nodes.subarray(0, leaf.length))) {
    return 'Its columns and its hash disagree: one of them was changed.'
  }
  const completed = append(frontier, leaf)
  if (nodes.equals(Buffer.concat([leaf, ...completed]))) return null
  const first = row.sequence - 2 ** firstDifference(nodes, completed) + 1
  return `The tree has another hash for events ${first} to ${row.sequence}.`
}

/** Null where there is no way to read the columns, or more than one way to write what they say. */
const leafOfStored = (row: StoredEvent, providerId: string): Buffer | null => {
  try {
    const others = otherSubjects(row)
    const canonical = others.length > 0 ? JSON.stringify(others) : null
    const strings = others.every(other => typeof other === 'string')
    const isCanonical = row.others === canonical && strings && (row.subject !== null || !canonical)
    if (!row.soundAt || !isCanonical) return null
    return leafHash(leafText(leafOf(row, providerId)))
  } catch {
    return null
  }
}

/** The lowest level whose node is not the one that belongs there. */
const firstDifference = (nodes: Buffer, completed: readonly Buffer[]): number => {
  const size = 32
  const at = completed.findIndex((node, index) => {
    const start = (index + 1) * size
    return !node.equals(nodes.subarray(start, start + size))
  })
  return at === -1 ? completed.length : at + 1
}

const detailFault = ({ salt, detail, digest, sequence }: StoredEvent, erasures: Erasures) => {
  if (salt === null && detail === null) {
    return isErased(erasures, sequence) ? null : 'Its detail is gone, and no later event erased it.'
  }
  if (salt === null || detail === null) return 'Half of its detail is gone.'
  return detailDigest(salt, detail) === digest ? null : 'Its detail was changed.'
}

const sidesFault = (row: StoredEvent, sides: readonly string[]): string | null => {
  const wanted = otherSubjects(row)
  const found = new Set(sides)
  const same = wanted.length === sides.length && wanted.every(subject => found.has(subject))
  return same ? null : 'What finds it by its further subjects was changed.'
}
