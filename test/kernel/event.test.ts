import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../src/kernel/canonical.ts'
import { type Leaf, leafText } from '../../src/kernel/event.ts'

const text = fc.string({ unit: 'grapheme' })
const maybe = fc.option(text)

const leaf: fc.Arbitrary<Leaf> = fc.record({
  sequence: fc.nat(),
  id: text,
  type: text,
  at: text,
  status: text,
  provider: text,
  actor: text,
  key: maybe,
  impersonator: maybe,
  approval: maybe,
  subjects: fc.array(text),
  digest: text,
})

it('the text of a leaf is the canonical JSON of all of it', () => {
  fc.assert(
    fc.property(leaf, one => {
      expect(leafText(one)).toBe(canonicalJson(one))
    }),
  )
})
