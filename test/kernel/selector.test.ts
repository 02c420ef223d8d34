import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomIds } from '../../src/gateways/ids.ts'
import { parseSelector } from '../../src/kernel/selector.ts'

describe('a selector', () => {
  it.each([
    ['con_01k9p3x4m8e0h9q6t5v2w7y8za', 'id', 'con_01k9p3x4m8e0h9q6t5v2w7y8za'],
    ['ada@example.org', 'email', 'ada@example.org'],
    ['+255712345678', 'phone', '+255712345678'],
    ['+255 (712) 345-678', 'phone', '+255712345678'],
    ['customer-42', 'external', 'customer-42'],
    ['0712345678', 'external', '0712345678'],
    ['CON_01k9p3x4m8e0h9q6t5v2w7y8za', 'external', 'CON_01k9p3x4m8e0h9q6t5v2w7y8za'],
    ['con_01k9p3x4m8e0h9q6t5v2w7y8zu', 'external', 'con_01k9p3x4m8e0h9q6t5v2w7y8zu'],
    ['con_81k9p3x4m8e0h9q6t5v2w7y8za', 'external', 'con_81k9p3x4m8e0h9q6t5v2w7y8za'],
  ] as const)('goes by shape: %s is an %s', (text, kind, value) => {
    expect(parseSelector(text)).toEqual({ kind, value })
  })

  it.each([
    ['external:ada@example.org', 'external', 'ada@example.org'],
    ['external:+255712345678', 'external', '+255712345678'],
    ['email:+255@example.org', 'email', '+255@example.org'],
    ['phone:+255 712 345 678', 'phone', '+255712345678'],
    ['external:email:x', 'external', 'email:x'],
    ['id:con_1', 'id', 'con_1'],
  ] as const)('is what its prefix says: %s is an %s', (text, kind, value) => {
    expect(parseSelector(text)).toEqual({ kind, value })
  })

  it('takes every id that we make for an id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3}$/), prefix => {
        const id = randomIds.make(prefix)
        expect(parseSelector(id)).toEqual({ kind: 'id', value: id })
      }),
    )
  })

  it('always finds a kind, and keeps what is not a phone as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), text => {
        const { kind, value } = parseSelector(text)
        if (kind !== 'phone') expect(text.endsWith(value)).toBe(true)
      }),
    )
  })
})
