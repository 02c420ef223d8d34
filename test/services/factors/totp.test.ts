import { describe, expect, it } from 'vitest'
import { newSecret, stepOf, uriOf } from '../../../src/services/factors/totp.ts'

/** "12345678901234567890" in base 32: the SHA-1 secret of RFC 6238, appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** Appendix B, of whose eight digits an app of six shows the last. */
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]

const at = (seconds: number) => new Date(seconds * 1000)

describe('an authenticator app', () => {
  it.each(vectors)('shows at %d s what RFC 6238 says', async (seconds, code) => {
    expect(await stepOf(secret, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  it.each(vectors)(
    'may be one step before or after at %d s, and no more',
    async (seconds, code) => {
      const step = Math.floor(seconds / 30)
      const middle = step * 30 + 15
      for (const off of [-30, 0, 30])
        expect(await stepOf(secret, code, at(middle + off))).toBe(step)
      if (middle > 60) expect(await stepOf(secret, code, at(middle - 60))).toBeNull()
      expect(await stepOf(secret, code, at(middle + 60))).toBeNull()
    },
  )

  it('takes six digits and nothing else', async () => {
    for (const code of ['', '28708', '2870820', '94287082', 'abcdef', ' 287082', '287082\n1']) {
      expect(await stepOf(secret, code, at(59))).toBeNull()
    }
  })

  it('is set up by a secret of its own and an address that every app reads', async () => {
    const made = await Promise.all([newSecret(), newSecret()])
    expect(new Set(made).size).toBe(2)
    // RFC 4226, 4: at least 128 bits, better 160.
    for (const one of made) expect(one).toMatch(/^[A-Z2-7]{32,}$/)
    const uri = new URL(await uriOf(secret, 'Acme & Co', 'owner@acme.test'))
    expect(`${uri.protocol}//${uri.host}`).toBe('otpauth://totp')
    expect(decodeURIComponent(uri.pathname)).toBe('/Acme & Co:owner@acme.test')
    expect(uri.searchParams.get('secret')).toBe(secret)
    expect(uri.searchParams.get('issuer')).toBe('Acme & Co')
  })
})
