/** Password hashes, ours and those of others. */
import { hashSync } from 'bcryptjs'
import { expect, it } from 'vitest'
import { passwords } from '../../src/gateways/passwords.ts'

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')

it('PBKDF2 is what RFC 6070 says, for each digest', async () => {
  const salt = Buffer.from('salt').toString('base64').replace(/=+$/, '')
  const sha1 = `$pbkdf2-sha1$i=4096,l=20$${salt}$${base64('4b007901b765489abead49d926f721d065a429c1')}`
  // RFC 7914, 11, for SHA-256; "passwd" with one iteration.
  const sha256 = `$pbkdf2-sha256$i=1,l=64$${salt}$${base64(
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  )}`
  expect(await passwords.verify(sha1, 'password')).toBe(true)
  expect(await passwords.verify(sha1, 'Password')).toBe(false)
  expect(await passwords.verify(sha256, 'passwd')).toBe(true)
})

it('bcrypt of every variant is checked', async () => {
  const hash = hashSync('secret words', 4)
  for (const variant of ['$2a$', '$2b$', '$2y$']) {
    const made = hash.replace('$2b$', variant)
    expect(await passwords.verify(made, 'secret words')).toBe(true)
    expect(await passwords.verify(made, 'secret word')).toBe(false)
  }
})

it('a password is the same however its letters are composed, as typed for hashes of others', async () => {
  const [composed, apart] = ['Stra\u00dfe \u00fc', 'Stra\u00dfe u\u0308']
  const ours = await passwords.hash(composed)
  expect(await passwords.verify(ours, apart)).toBe(true)
  expect(await passwords.verify(hashSync(apart, 4), apart)).toBe(true)
  expect(await passwords.verify(hashSync(composed, 4), apart)).toBe(true)
})
