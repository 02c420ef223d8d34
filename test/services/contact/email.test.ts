import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeEmail } from '../../../src/services/contact/email.ts'

const key = (text: string) => normalizeEmail(text)?.key

describe('an email address', () => {
  it('is trimmed and keeps the case as typed, while its key is lower case', () => {
    expect(normalizeEmail('  Ana.Silva@Example.ORG\n')).toEqual({
      email: 'Ana.Silva@Example.ORG',
      key: 'ana.silva@example.org',
    })
  })

  it.each([
    'a@b.example',
    "o'neill+news=1@mail.example.org",
    'x_y-z/{q}@a-b.example',
    '1@1.example',
    'josé@example.org',
    'иван@example.org',
    'علي@عربي.example',
    'a@xn--mnchen-3ya.example',
  ])('may be %s', text => {
    expect(normalizeEmail(text)?.email).toBe(text)
  })

  it('is the same in composed and decomposed form', () => {
    expect(normalizeEmail('jose\u0301@example.org')).toEqual(
      normalizeEmail('jos\u00e9@example.org'),
    )
  })

  it('has the same key whether its domain is written in Unicode or in ASCII', () => {
    expect(key('a@MÜNCHEN.example')).toBe('a@xn--mnchen-3ya.example')
    expect(key('a@xn--mnchen-3ya.example')).toBe('a@xn--mnchen-3ya.example')
  })

  it('has another key than one that only looks alike', () => {
    const cyrillic = key('a@\u0430\u0440\u0440\u04cf\u0435.example')
    expect(cyrillic).toBe('a@xn--80ak6aa92e.example')
    expect(cyrillic).not.toBe(key('a@apple.example'))
    expect(key('\u0430na@b.example')).not.toBe(key('ana@b.example'))
  })

  it.each([
    ['nothing', ''],
    ['no @', 'a.example'],
    ['two @', 'a@b@c.example'],
    ['a fullwidth @', 'a＠b.example'],
    ['no local part', '@b.example'],
    ['no domain', 'a@'],
    ['a line break', 'a@b.example\r\nBcc: c@d.example'],
    ['a line break in the local part', 'a\r\n@b.example'],
    ['a NUL', 'a\0@b.example'],
    ['a NUL at the end', 'a@b.example\0'],
    ['a tab in the domain', 'a@b\t.example'],
    ['a space', 'a b@c.example'],
    ['a no-break space', 'a\u00a0b@c.example'],
    ['a comma', 'a,b@c.example'],
    ['a display name', 'Ana <a@b.example>'],
    ['angle brackets', '<a@b.example>'],
    ['a comment', 'a(b)@c.example'],
    ['a quoted local part', '"a b"@c.example'],
    ['nested quotes', '"a\\"@x\\""@c.example'],
    ['a semicolon', 'a;b@c.example'],
    ['a Greek question mark, a semicolon in NFC', 'a\u037eb@c.example'],
    ['a dot first', '.a@b.example'],
    ['a dot last', 'a.@b.example'],
    ['two dots', 'a..b@c.example'],
    ['an empty label', 'a@b..example'],
    ['a dot after the domain', 'a@b.example.'],
    ['a domain of one label', 'a@localhost'],
    ['a hyphen first in a label', 'a@-b.example'],
    ['a hyphen last in a label', 'a@b-.example'],
    ['a hyphen last in the domain', 'a@b.example-'],
    ['an underscore in the domain', 'a@b_c.example'],
    ['an IPv4 address', 'a@127.0.0.1'],
    ['a short IPv4 address', 'a@1.2'],
    ['a hexadecimal IPv4 address', 'a@0x7f.1'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['a port', 'a@b.example:25'],
    ['a path', 'a@b.example/c'],
    ['a percent escape in the domain', 'a@b%41.example'],
    ['a backslash', 'a@b\\c.example'],
    ['Punycode that decodes to nothing', 'a@xn--.example'],
    ['Punycode that decodes to a control character', 'a@xn--a.example'],
    ['a direction override', 'a\u202eb@c.example'],
    ['a direction override in the domain', 'a@b\u202ec.example'],
    ['a right-to-left mark', 'a@b\u200f.example'],
    ['a zero-width space', 'a\u200bb@c.example'],
    ['a Hangul filler, a letter without a shape', 'a\u3164@c.example'],
    ['a variation selector', 'a\ufe0f@c.example'],
    ['a soft hyphen in the domain', 'a@b\u00adc.example'],
    ['a lone surrogate', 'a\ud800@b.example'],
    ['an escape sequence', '\u001b[31ma@b.example'],
    ['an ideographic full stop', 'a@b\u3002example'],
    ['a label of 64', `a@${'b'.repeat(64)}.example`],
  ])('is not one with %s', (_, text) => {
    expect(normalizeEmail(text)).toBeUndefined()
  })

  it('has at most 64 octets before the @', () => {
    expect(normalizeEmail(`${'a'.repeat(64)}@b.example`)).toBeDefined()
    expect(normalizeEmail(`${'a'.repeat(65)}@b.example`)).toBeUndefined()
    expect(normalizeEmail(`${'é'.repeat(33)}@b.example`)).toBeUndefined()
  })

  it('has at most 254 octets, also with its domain in ASCII', () => {
    const label = `${'b'.repeat(61)}.`
    const domain = (last: number) => `${label.repeat(3)}${'c'.repeat(last)}`
    expect(Buffer.byteLength(`aaaa@${domain(63)}`)).toBe(254)
    expect(normalizeEmail(`aaaa@${domain(63)}`)).toBeDefined()
    expect(normalizeEmail(`aaaaa@${domain(63)}`)).toBeUndefined()
    expect(normalizeEmail(`a@${'ü.'.repeat(40)}example`)).toBeUndefined()
  })

  it.each(['a'.repeat(5_000_000), '@'.repeat(5_000_000), `a@${'a.'.repeat(500)}b`])(
    'is refused at once when far too long',
    text => {
      expect(normalizeEmail(text)).toBeUndefined()
    },
  )

  it('keeps its key, and its email, when either is read again', () => {
    const part = fc.string({ unit: fc.constantFrom(...'aZ0.-+@éßİΣſ\u212a中ع\u200d\u202e') })
    const address = fc.tuple(part, part).map(([local, domain]) => `${local}@${domain}.example`)
    fc.assert(
      fc.property(fc.oneof(address, fc.string({ unit: 'binary' })), text => {
        const found = normalizeEmail(text)
        if (!found) return
        expect(normalizeEmail(found.email)).toEqual(found)
        expect(normalizeEmail(found.key)).toEqual({ email: found.key, key: found.key })
        expect(found.email).not.toMatch(/[\p{C}\p{Z},<>]/u)
      }),
      { numRuns: 500 },
    )
  })
})
