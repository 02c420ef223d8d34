/**
 * The append-only Merkle tree of RFC 9162, section 2.1 (SHA-256): what an event log's head is made
 * of, and the proofs that an event is in it and that it has only ever grown.
 *
 * Sizes may pass 2^32, where JavaScript's bit operators wrap, so all of it is plain arithmetic.
 */
import { hash } from 'node:crypto'

const hashLength = 32

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = Buffer.from(
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'hex',
)

/** All that appending needs to know: a size and the roots of its complete subtrees, largest
 * first. There is one peak for each 1 in the binary digits of the size. */
export type Frontier = { size: number; peaks: Buffer[] }

/** Answers the root of the complete subtree number `index` of 2^level leaves; level 0 is a leaf's
 * hash. It is only asked for subtrees that are complete at the size in question, and for one at a
 * time, since a database connection answers no two questions at once. */
export type NodeReader = (level: number, index: number) => Promise<Buffer>

/** Leaves from `start` up to, not including, `end`. */
type Range = { start: number; end: number }

const leafPrefix = Buffer.of(0)

/** SHA-256(0x00 || data). Text is hashed as UTF-8. */
export const leafHash = (data: string | Uint8Array): Buffer =>
  typeof data === 'string'
    ? hash('sha256', `\0${data}`, 'buffer')
    : hash('sha256', Buffer.concat([leafPrefix, data]), 'buffer')

/** Reused, because allocating it costs a good part of a hash. Nothing awaits while it is filled. */
const node = Buffer.alloc(1 + 2 * hashLength, 1)

/** SHA-256(0x01 || left || right). Throws a RangeError unless both are 32 bytes. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (!isHash(left) || !isHash(right)) throw new RangeError('A node is made of two 32-byte hashes.')
  node.set(left, 1)
  node.set(right, 1 + hashLength)
  return hash('sha256', node, 'buffer')
}

export const emptyFrontier = (): Frontier => ({ size: 0, peaks: [] })

/**
 * Adds a leaf's hash to `frontier`, in place. Answers the interior nodes that it completes, at
 * levels 1, 2, …: none for every other leaf, one on average. Throws a RangeError unless the leaf
 * is 32 bytes.
 */
export function append(frontier: Frontier, leaf: Buffer): Buffer[] {
  if (!isHash(leaf)) throw new RangeError('A leaf is appended by its 32-byte hash.')
  const completed: Buffer[] = []
  let peak = leaf
  for (let size = frontier.size; size % 2 === 1; size = half(size)) {
    peak = nodeHash(frontier.peaks.pop()!, peak)
    completed.push(peak)
  }
  frontier.peaks.push(peak)
  frontier.size += 1
  return completed
}

export const rootOf = (frontier: Frontier): Buffer => joinPeaks(frontier.peaks)

/** The peaks one after the other. The size is kept beside them. */
export const encodeFrontier = (frontier: Frontier): Buffer => Buffer.concat(frontier.peaks)

/** Throws a RangeError when `bytes` can't be the peaks of a tree of `size` leaves. */
export function decodeFrontier(size: number, bytes: Uint8Array): Frontier {
  if (!isSize(size)) throw new RangeError('The size of a tree is a whole number.')
  const count = peakLevels(size).length
  if (bytes.length !== count * hashLength) {
    throw new RangeError(`A tree of ${size} leaves has ${count} peaks of 32 bytes.`)
  }
  const copy = Buffer.from(bytes)
  const peakAt = (_: unknown, at: number) => copy.subarray(at * hashLength, (at + 1) * hashLength)
  return { size, peaks: Array.from({ length: count }, peakAt) }
}

/** The root that the tree had when it held `size` leaves. */
export async function rootAt(size: number, nodes: NodeReader): Promise<Buffer> {
  if (!isSize(size)) throw new RangeError('The size of a tree is a whole number.')
  return rootOfRange({ start: 0, end: size }, nodes)
}

/** The frontier as it was at `size` leaves: where a proof may begin that isn't of the whole tree. */
export async function frontierAt(size: number, nodes: NodeReader): Promise<Frontier> {
  if (!isSize(size)) throw new RangeError('The size of a tree is a whole number.')
  const peaks = await peaksOfRange({ start: 0, end: size }, nodes)
  return { size, peaks }
}

/**
 * PATH(index, D[size]) of RFC 9162, 2.1.3.1: the siblings from leaf `index` up to the root.
 * Throws a RangeError when the tree has no such leaf.
 */
export async function inclusionProof(
  index: number,
  size: number,
  nodes: NodeReader,
): Promise<Buffer[]> {
  if (!isSize(index) || !isSize(size) || index >= size) {
    throw new RangeError('The leaf of an inclusion proof lies in the tree.')
  }
  const { siblings } = descend(index, size, ({ start, end }) => end - start === 1)
  return rootsOf(siblings, nodes)
}

/**
 * PROOF(from, D[to]) of RFC 9162, 2.1.4.1: that the tree of `to` leaves begins with the tree of
 * `from`. Empty when they are equal, and from 0, where there is nothing to prove.
 * Throws a RangeError when `from` is more than `to`.
 */
export async function consistencyProof(
  from: number,
  to: number,
  nodes: NodeReader,
): Promise<Buffer[]> {
  if (!isSize(from) || !isSize(to) || from > to) {
    throw new RangeError('A consistency proof goes from a smaller tree to a larger one.')
  }
  if (from === 0) return []
  const { siblings, reached } = descend(from - 1, to, ({ end }) => end === from)
  // When the old tree is itself a subtree of the new one, the verifier holds its root already.
  return rootsOf(reached.start === 0 ? siblings : [reached, ...siblings], nodes)
}

/**
 * RFC 9162, 2.1.3.2. `root` must come from the checkpoint of that very `size`: paths of
 * neighbouring sizes can have one shape, so a proof vouches for a size only through its root.
 */
export function verifyInclusion(claim: {
  leaf: Buffer
  index: number
  size: number
  proof: Buffer[]
  root: Buffer
}): boolean {
  const { leaf, index, size, proof, root } = claim
  if (!isSize(index) || !isSize(size) || index >= size) return false
  if (![leaf, root, ...proof].every(isHash)) return false
  const sides = sidesOf(index, size - 1, proof.length)
  if (sides === null) return false
  const climb = (below: Buffer, sibling: Buffer, step: number) =>
    sides[step] === 'left' ? nodeHash(sibling, below) : nodeHash(below, sibling)
  return proof.reduce(climb, leaf).equals(root)
}

/**
 * RFC 9162, 2.1.4.2. Both roots must come from checkpoints of those very sizes. Every tree is
 * consistent with the empty one, so from 0 this says nothing about `toRoot`.
 */
export function verifyConsistency(claim: {
  from: number
  to: number
  fromRoot: Buffer
  toRoot: Buffer
  proof: Buffer[]
}): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim
  if (!isSize(from) || !isSize(to) || from > to) return false
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot)
  if (from === 0) return proof.length === 0 && fromRoot.equals(EMPTY_ROOT)
  if (proof.length === 0) return false

  // Up to the largest complete subtree that the old tree ends with; if that is all of it, the
  // proof leaves its root out.
  let [index, last] = [from - 1, to - 1]
  while (index % 2 === 1) [index, last] = [half(index), half(last)]
  const [first, ...rest] = index === 0 ? [fromRoot, ...proof] : proof
  const sides = sidesOf(index, last, rest.length)
  if (sides === null) return false

  let [older, newer] = [first!, first!]
  for (const [step, sibling] of rest.entries()) {
    const left = sides[step] === 'left'
    // What lies to the right came after the old tree.
    if (left) older = nodeHash(sibling, older)
    newer = left ? nodeHash(sibling, newer) : nodeHash(newer, sibling)
  }
  return older.equals(fromRoot) && newer.equals(toRoot)
}

/** Goes down from the root of `size` leaves towards one leaf until `arrived`, and answers the
 * subtrees passed by, lowest first. */
function descend(leaf: number, size: number, arrived: (reached: Range) => boolean) {
  const siblings: Range[] = []
  let reached: Range = { start: 0, end: size }
  while (!arrived(reached)) {
    const { start, end } = reached
    const middle = start + largestPowerBelow(end - start)
    const [left, right] = [
      { start, end: middle },
      { start: middle, end },
    ]
    reached = leaf < middle ? left : right
    siblings.unshift(leaf < middle ? right : left)
  }
  return { siblings, reached }
}

/**
 * On which side each of `length` siblings lies on the way from node `index` to the root, where
 * `last` is the last node of the same level; null when the way has another length. A node that is
 * last and has no sibling rises unhashed until it finds one, which is always on the left.
 */
function sidesOf(index: number, last: number, length: number): ('left' | 'right')[] | null {
  const sides: ('left' | 'right')[] = []
  while (sides.length < length) {
    if (last === 0) return null
    const left = index % 2 === 1 || index === last
    sides.push(left ? 'left' : 'right')
    while (left && index % 2 === 0 && index > 0) [index, last] = [half(index), half(last)]
    index = half(index)
    last = half(last)
  }
  return last === 0 ? sides : null
}

async function rootsOf(ranges: Range[], nodes: NodeReader): Promise<Buffer[]> {
  const roots: Buffer[] = []
  for (const range of ranges) roots.push(await rootOfRange(range, nodes))
  return roots
}

/** The root over a range that is a subtree. Where it isn't complete it is rebuilt from those of
 * its parts that are. */
const rootOfRange = async (range: Range, nodes: NodeReader): Promise<Buffer> =>
  joinPeaks(await peaksOfRange(range, nodes))

async function peaksOfRange({ start, end }: Range, nodes: NodeReader): Promise<Buffer[]> {
  const peaks: Buffer[] = []
  let at = start
  for (const level of peakLevels(end - start)) {
    peaks.push(await nodes(level, at / 2 ** level))
    at += 2 ** level
  }
  return peaks
}

const joinPeaks = (peaks: Buffer[]): Buffer =>
  peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right))

/** The levels of the complete subtrees that `size` leaves fall into, largest first. */
function peakLevels(size: number): number[] {
  const levels: number[] = []
  for (let level = 0; size > 0; level += 1, size = half(size)) {
    if (size % 2 === 1) levels.unshift(level)
  }
  return levels
}

/** Where RFC 9162 splits a tree of more than one leaf. Doubling is exact where Math.log2 isn't. */
function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

const half = (count: number): number => Math.floor(count / 2)

const isSize = (count: number): boolean => Number.isSafeInteger(count) && count >= 0

const isHash = (bytes: Uint8Array): boolean => bytes.length === hashLength
