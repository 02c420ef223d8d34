/** The Merkle tree of RFC 9162: the vectors that its implementations share, and what must hold for
 * every size. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  append,
  consistencyProof,
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  frontierAt,
  inclusionProof,
  leafHash,
  type NodeReader,
  nodeHash,
  rootAt,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../src/kernel/merkle.ts'

/** A log kept as the store keeps one: the frontier, and every complete node by level. */
function grow(leaves: Buffer[]) {
  const frontier = emptyFrontier()
  const levels: Buffer[][] = []
  const roots = [rootOf(frontier)]
  for (const leaf of leaves) {
    for (const [level, hash] of [leaf, ...append(frontier, leaf)].entries()) {
      levels[level] ??= []
      levels[level].push(hash)
    }
    roots.push(rootOf(frontier))
  }
  return { frontier, levels, roots }
}

/** Refuses nodes that aren't complete at `size`, even where the log has outgrown it since. */
const readerAt =
  (size: number, levels: Buffer[][]): NodeReader =>
  async (level, index) => {
    if ((index + 1) * 2 ** level > size) throw new Error('That node is not complete yet.')
    return levels[level]![index]!
  }

/** MTH(D[n]) as section 2.1.1 defines it, word for word. */
function treeHash(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

const hex = (hashes: Buffer[]): string[] => hashes.map(hash => hash.toString('hex'))

describe('the published vectors', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const leaves = inputs.map(input => leafHash(Buffer.from(input, 'hex')))
  const log = grow(leaves)

  test.each([...roots.entries()])('the root of %i leaves', async (size, root) => {
    expect(hex([log.roots[size]!, await rootAt(size, readerAt(size, log.levels))])).toEqual([
      root,
      root,
    ])
  })

  test.each([
    { index: 0, size: 1, proof: [] },
    {
      index: 0,
      size: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      proof: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      index: 2,
      size: 3,
      proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    },
    {
      index: 1,
      size: 5,
      proof: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ])('the inclusion of leaf $index in $size', async ({ index, size, proof }) => {
    const found = await inclusionProof(index, size, readerAt(size, log.levels))
    expect(hex(found)).toEqual(proof)
    const root = Buffer.from(roots[size]!, 'hex')
    expect(verifyInclusion({ leaf: leaves[index]!, index, size, proof: found, root })).toBe(true)
  })

  test.each([
    { from: 1, to: 1, proof: [] },
    {
      from: 1,
      to: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      from: 6,
      to: 8,
      proof: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      from: 2,
      to: 5,
      proof: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
    {
      from: 6,
      to: 7,
      proof: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
  ])('the consistency of $from with $to', async ({ from, to, proof }) => {
    const found = await consistencyProof(from, to, readerAt(to, log.levels))
    expect(hex(found)).toEqual(proof)
    const fromRoot = Buffer.from(roots[from]!, 'hex')
    const toRoot = Buffer.from(roots[to]!, 'hex')
    expect(verifyConsistency({ from, to, fromRoot, toRoot, proof: found })).toBe(true)
  })
})

/** Enough for every size of the property tests; leaves differ, as events do. */
const most = 300
const leaves = Array.from({ length: most }, (_, index) => leafHash(`event ${index}`))
const { levels, roots } = grow(leaves)
const anySize = fc.integer({ min: 1, max: most })
const anyBit = fc.nat(255)

/** A size, and a whole number below it. */
const sizeAndIndex = anySize.chain(size => fc.tuple(fc.constant(size), fc.nat(size - 1)))

const included = async (index: number, size: number) => ({
  leaf: leaves[index]!,
  index,
  size,
  proof: await inclusionProof(index, size, readerAt(size, levels)),
  root: roots[size]!,
})

const consistent = async (from: number, to: number) => ({
  from,
  to,
  fromRoot: roots[from]!,
  toRoot: roots[to]!,
  proof: await consistencyProof(from, to, readerAt(to, levels)),
})

describe('a leaf', () => {
  test('given as text is hashed as the UTF-8 of that text', () => {
    expect(leafHash('é€😀')).toEqual(leafHash(Buffer.from('é€😀')))
  })

  test('is never taken for a node of the same bytes', () => {
    const [left, right] = [leafHash('a'), leafHash('b')]
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right))
  })
})

describe('the root', () => {
  test('is the tree hash of the definition, from the frontier and from the nodes', async () => {
    for (let size = 0; size <= most; size += 1) {
      const expected = treeHash(leaves.slice(0, size))
      expect(roots[size]).toEqual(expected)
      expect(await rootAt(size, readerAt(size, levels))).toEqual(expected)
    }
  })

  test('is reached from the frontier of any size before', async () => {
    for (let size = 0; size <= most; size += 1) {
      const frontier = await frontierAt(size, readerAt(size, levels))
      for (const leaf of leaves.slice(size)) append(frontier, leaf)
      expect([frontier.size, rootOf(frontier)]).toEqual([most, roots[most]])
    }
  })

  test('is refused for what is not a size', async () => {
    for (const size of [-1, 1.5, Number.NaN, 2 ** 53]) {
      await expect(frontierAt(size, readerAt(most, levels))).rejects.toThrow(RangeError)
      await expect(rootAt(size, readerAt(most, levels))).rejects.toThrow(RangeError)
    }
  })
})

describe('the frontier', () => {
  test('survives being written and read, and grows on as if it had not been', () => {
    fc.assert(
      fc.property(anySize, size => {
        const { frontier } = grow(leaves.slice(0, size - 1))
        const read = decodeFrontier(frontier.size, encodeFrontier(frontier))
        expect(read).toEqual(frontier)
        expect(append(read, leaves[size - 1]!)).toEqual(append(frontier, leaves[size - 1]!))
        expect(rootOf(read)).toEqual(roots[size])
      }),
    )
  })

  test('is refused when the bytes are not those of its size', () => {
    const bytes = encodeFrontier(grow(leaves.slice(0, 7)).frontier)
    expect(() => decodeFrontier(7, bytes.subarray(1))).toThrow(RangeError)
    expect(() => decodeFrontier(8, bytes)).toThrow(RangeError)
    expect(() => decodeFrontier(0, bytes)).toThrow(RangeError)
    expect(() => decodeFrontier(-1, Buffer.alloc(0))).toThrow(RangeError)
    expect(decodeFrontier(0, Buffer.alloc(0))).toEqual(emptyFrontier())
  })

  test('does not change with the bytes it was read from', () => {
    const bytes = encodeFrontier(grow(leaves.slice(0, 7)).frontier)
    const read = decodeFrontier(7, bytes)
    bytes.fill(0)
    expect(rootOf(read)).toEqual(roots[7])
  })

  test('takes only hashes', () => {
    const frontier = emptyFrontier()
    expect(() => append(frontier, Buffer.from('a leaf'))).toThrow(RangeError)
    expect(() => nodeHash(leaves[0]!, Buffer.alloc(33))).toThrow(RangeError)
    expect(frontier).toEqual(emptyFrontier())
  })
})

describe('every inclusion proof', () => {
  test('verifies', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, async size => {
        for (let index = 0; index < size; index += 1) {
          expect(verifyInclusion(await included(index, size))).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('fails with any bit of its leaf, its root or its path flipped', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, anyBit, async ([size, index], bit) => {
        const claim = await included(index, size)
        const { leaf, root, proof } = claim
        expect(verifyInclusion({ ...claim, leaf: flipped(leaf, bit) })).toBe(false)
        expect(verifyInclusion({ ...claim, root: flipped(root, bit) })).toBe(false)
        for (const [at, hash] of proof.entries()) {
          expect(verifyInclusion({ ...claim, proof: proof.with(at, flipped(hash, bit)) })).toBe(
            false,
          )
        }
      }),
    )
  })

  test('fails for every other index, and for every other size with its root', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, async ([size, index]) => {
        const claim = await included(index, size)
        for (let other = 0; other <= most; other += 1) {
          if (other !== index) expect(verifyInclusion({ ...claim, index: other })).toBe(false)
          if (other === size) continue
          expect(verifyInclusion({ ...claim, size: other, root: roots[other]! })).toBe(false)
        }
      }),
    )
  })

  test('fails when a hash is missing, added or of another length', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, async ([size, index]) => {
        const claim = await included(index, size)
        const { leaf, root, proof } = claim
        expect(verifyInclusion({ ...claim, proof: [...proof, leaf] })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: [leaf, ...proof] })).toBe(false)
        expect(verifyInclusion({ ...claim, root: root.subarray(1) })).toBe(false)
        if (proof.length === 0) return
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: proof.with(0, leaf.subarray(1)) })).toBe(false)
      }),
    )
  })

  test('fails when longer than the tree is high, even where it hashes to the root', async () => {
    const extra = leafHash('extra')
    for (const size of [1, 5, 8]) {
      const claim = await included(size - 1, size)
      const proof = [...claim.proof, extra]
      for (const root of [nodeHash(extra, claim.root), nodeHash(claim.root, extra)]) {
        expect(verifyInclusion({ ...claim, proof, root })).toBe(false)
      }
    }
  })

  test('fails for an index that is none', async () => {
    const claim = await included(0, 1)
    for (const index of [-1, 0.5, Number.NaN, 1]) {
      expect(verifyInclusion({ ...claim, index })).toBe(false)
      await expect(inclusionProof(index, 1, readerAt(1, levels))).rejects.toThrow(RangeError)
    }
  })
})

describe('every consistency proof', () => {
  test('verifies', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, async to => {
        for (let from = 0; from <= to; from += 1) {
          expect(verifyConsistency(await consistent(from, to))).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('fails with any bit of its roots or its path flipped', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, anyBit, async ([to, below], bit) => {
        const claim = await consistent(below + 1, to)
        const { fromRoot, toRoot, proof } = claim
        expect(verifyConsistency({ ...claim, fromRoot: flipped(fromRoot, bit) })).toBe(false)
        expect(verifyConsistency({ ...claim, toRoot: flipped(toRoot, bit) })).toBe(false)
        for (const [at, hash] of proof.entries()) {
          expect(verifyConsistency({ ...claim, proof: proof.with(at, flipped(hash, bit)) })).toBe(
            false,
          )
        }
      }),
    )
  })

  test('fails for every other pair of sizes with their roots', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, async ([to, from]) => {
        // From 0 and from a tree to itself the one proof, an empty one, is rightly the same.
        const claim = await consistent(from, to)
        if (claim.proof.length === 0) return
        for (let other = 0; other <= most; other += 1) {
          const otherRoot = roots[other]!
          if (other !== from) {
            expect(verifyConsistency({ ...claim, from: other, fromRoot: otherRoot })).toBe(false)
          }
          if (other !== to) {
            expect(verifyConsistency({ ...claim, to: other, toRoot: otherRoot })).toBe(false)
          }
        }
      }),
    )
  })

  test('fails when a hash is missing, added or of another length', async () => {
    await fc.assert(
      fc.asyncProperty(sizeAndIndex, async ([to, from]) => {
        const claim = await consistent(from, to)
        const { toRoot, proof } = claim
        expect(verifyConsistency({ ...claim, proof: [...proof, toRoot] })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: [toRoot, ...proof] })).toBe(false)
        expect(verifyConsistency({ ...claim, toRoot: toRoot.subarray(1) })).toBe(false)
        if (proof.length === 0) return
        expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false)
      }),
    )
  })

  test('fails when longer than the tree is high, even where it hashes to the roots', async () => {
    const extra = leafHash('extra')
    const claim = await consistent(3, 5)
    const fromRoot = nodeHash(extra, claim.fromRoot)
    const toRoot = nodeHash(extra, claim.toRoot)
    const proof = [...claim.proof, extra]
    expect(verifyConsistency({ ...claim, fromRoot, toRoot, proof })).toBe(false)
  })

  test('never goes from a larger tree to a smaller one', async () => {
    const claim = await consistent(5, 8)
    const { fromRoot, toRoot, proof } = claim
    expect(verifyConsistency({ from: 8, to: 5, fromRoot: toRoot, toRoot: fromRoot, proof })).toBe(
      false,
    )
    await expect(consistencyProof(8, 5, readerAt(8, levels))).rejects.toThrow(RangeError)
  })

  test('from 0 asks that the older root be that of the empty tree', async () => {
    const claim = await consistent(0, 8)
    expect(verifyConsistency({ ...claim, fromRoot: roots[1]! })).toBe(false)
  })
})

describe('a log of more than 2^32 leaves', () => {
  // Were all leaves the same, a complete node would depend on its level alone.
  const nodeAt = [leafHash('same')]
  for (let level = 0; level < 50; level += 1) nodeAt.push(nodeHash(nodeAt[level]!, nodeAt[level]!))
  const reader: NodeReader = async level => nodeAt[level]!
  const size = 2 ** 40 + 2 ** 33 + 5
  const peaks = [40, 33, 2, 0].map(level => nodeAt[level]!)

  test('keeps its frontier and its root', async () => {
    const frontier = decodeFrontier(size, Buffer.concat(peaks))
    expect(rootOf(frontier)).toEqual(await rootAt(size, reader))
    expect(append(frontier, nodeAt[0]!)).toEqual([nodeAt[1]])
    expect(append(frontier, nodeAt[0]!)).toEqual([])
    expect(append(frontier, nodeAt[0]!)).toEqual([nodeAt[1], nodeAt[2], nodeAt[3]])
    expect(rootOf(frontier)).toEqual(await rootAt(size + 3, reader))
  })

  test('proves that a leaf is in it', async () => {
    const root = await rootAt(size, reader)
    for (const index of [0, 2 ** 32 + 1, 2 ** 40, 2 ** 40 + 2 ** 33 - 1, size - 2, size - 1]) {
      const proof = await inclusionProof(index, size, reader)
      expect(verifyInclusion({ leaf: nodeAt[0]!, index, size, proof, root })).toBe(true)
    }
  })

  test('proves that it has only grown', async () => {
    const toRoot = await rootAt(size, reader)
    for (const from of [1, 2 ** 33, 2 ** 33 + 7, 2 ** 40, 2 ** 40 + 2 ** 33, size - 1, size]) {
      const fromRoot = await rootAt(from, reader)
      const proof = await consistencyProof(from, size, reader)
      expect(verifyConsistency({ from, to: size, fromRoot, toRoot, proof })).toBe(true)
    }
  })
})
