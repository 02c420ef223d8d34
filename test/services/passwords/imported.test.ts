/** Hashes of other systems: which come in, and in what form they are kept. */
import { expect, it } from 'vitest'
import {
  algorithmOf,
  importedHash,
  isImported,
  pbkdf2Hash,
} from '../../../src/services/passwords/imported.ts'
import { nobodysHash } from '../../../src/services/passwords/nobody.ts'

const bcrypt = `$2b$10$${'a'.repeat(53)}`
const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64')
const bare = (count: number) => bytes(count).replace(/=+$/, '')

it.each([
  [bcrypt, 'bcrypt'],
  [bcrypt.replace('2b', '2y'), 'bcrypt'],
  [`$argon2id$v=19$m=7168,t=5,p=1$${bare(16)}$${bare(32)}`, 'argon2id'],
  [`$argon2i$v=19$m=4096,t=3,p=1$${bare(16)}$${bare(32)}`, 'argon2i'],
  [`$pbkdf2-sha256$i=600000,l=32$${bare(16)}$${bare(32)}`, 'pbkdf2-sha256'],
])('%s is kept as it is, and is an imported %s', (hash, algorithm) => {
  expect(importedHash(hash)).toBe(hash)
  expect([algorithmOf(hash), isImported(hash)]).toEqual([algorithm, true])
})

it('PBKDF2 is kept in one form, padded or not, with its length or without', () => {
  const kept = `$pbkdf2-sha512$i=210000,l=64$${bare(16)}$${bare(64)}`
  expect(importedHash(`$pbkdf2-sha512$i=210000$${bytes(16)}$${bytes(64)}`)).toBe(kept)
  expect(pbkdf2Hash('pbkdf2-sha512', 210_000, bytes(16), bytes(64))).toBe(kept)
})

it('a hash of ours is no imported one', () => {
  expect([algorithmOf(nobodysHash), isImported(nobodysHash)]).toEqual(['argon2id', false])
})

it.each([
  ['the password itself', 'correct horse battery staple'],
  ['another kind', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['a broken variant of bcrypt', bcrypt.replace('2b', '2x')],
  ['bcrypt for days', bcrypt.replace('$10$', '$31$')],
  ['bcrypt cut short', bcrypt.slice(0, -1)],
  ['too few rounds', bcrypt.replace('$10$', '$03$')],
  ['PBKDF2 for minutes', `$pbkdf2-sha256$i=50000000$${bare(16)}$${bare(32)}`],
  ['no iterations', `$pbkdf2-sha256$i=0$${bare(16)}$${bare(32)}`],
  ['a hash of nothing', `$pbkdf2-sha256$i=1000,l=0$${bare(16)}$`],
  ['a hash of a few bytes', `$pbkdf2-sha256$i=1000$${bare(16)}$${bare(4)}`],
  ['a hash of far too many', `$pbkdf2-sha256$i=1000$${bare(16)}$${bare(4096)}`],
  ['another length than it says', `$pbkdf2-sha256$i=1000,l=64$${bare(16)}$${bare(32)}`],
  ['another digest', `$pbkdf2-md5$i=1000$${bare(16)}$${bare(32)}`],
  ['Argon2 with a gigabyte', `$argon2id$v=19$m=1048576,t=1,p=1$${bare(16)}$${bare(32)}`],
  ['Argon2 for minutes', `$argon2id$v=19$m=65536,t=9999,p=1$${bare(16)}$${bare(32)}`],
  ['Argon2 of an older version', `$argon2id$m=4096,t=3,p=1$${bare(16)}$${bare(32)}`],
  ['Argon2 of a few bytes', `$argon2id$v=19$m=4096,t=3,p=1$${bare(16)}$${bare(4)}`],
])('%s is refused and not repeated', (_, hash) => {
  try {
    importedHash(hash)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_input', field: 'passwordHash' })
    expect(JSON.stringify(error)).not.toContain(hash)
  }
})
