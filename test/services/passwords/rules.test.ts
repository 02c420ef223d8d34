import { describe, expect, it } from 'vitest'
import {
  checkPassword,
  type Demands,
  refuseOwnWords,
} from '../../../src/services/passwords/rules.ts'

const free: Demands = { words: [], composition: false }

const said = async (password: string, demands: Partial<Demands> = {}) => {
  try {
    await checkPassword(password, 'new', { ...free, ...demands })
    return null
  } catch (error) {
    const { code, field, message } = error as Record<string, string>
    expect({ code, field }).toEqual({ code: 'invalid_input', field: 'new' })
    return message
  }
}

describe('a password', () => {
  it('is 8 to 256 characters long, counted as people count them', async () => {
    expect(await said('kqvzmwx')).toMatch('8 to 256')
    expect(await said('kqvzmwxp')).toBeNull()
    // Each is two units of UTF-16 and one character.
    expect(await said('🦊🐢🌵🚲🎻🧭🥝')).toMatch('8 to 256')
    expect(await said('🦊🐢🌵🚲🎻🧭🥝🪁')).toBeNull()
    const long = 'lorem ipsum dolor '.repeat(15)
    expect(await said(long.slice(0, 256))).toBeNull()
    expect(await said(long.slice(0, 257))).toMatch('8 to 256')
  })

  it.each([
    ...['password', 'Password1', 'P@ssw0rd!', 'passw0rd2026', 'letmein!!', 'iloveyou', 'Dragon123'],
    ...[
      '12345678',
      '987654321',
      'qwertyuiop',
      'QWERTYUIOP',
      '1qaz2wsx3edc',
      'abcdefgh',
      'poiuytrewq',
    ],
    ...['aaaaaaaa', 'abababab', '12341234', 'abcabcabc', 'monkeymonkey', 'welcome2026'],
    ...['trustno1', 'superman', 'qwerty123', 'admin1234', 'changeme', 'sunshine!', 'Football7'],
  ])('is not one of the first that are guessed: %s', async password => {
    expect(await said(password)).toMatch('first that are guessed')
  })

  it.each([
    ...['correct horse battery staple', 'dragonfruit harvest', 'passwordless is nice', 'kqvzmwxp'],
    ...['Tr0ub4dor&3', 'sunshine4829104731', 'пароль-и-чайник', 'nenosiri refu sana'],
  ])('may hold a well-known word, with enough besides: %s', async password => {
    expect(await said(password)).toBeNull()
  })

  it('is not the site, nor a name or address of its owner, with a little around it or not', async () => {
    const words = ['Acme Mobile', 'grace.okafor@acme-mobile.test', 'Grace Okafor', null, undefined]
    const bad = [
      'acmemobile',
      'Acme Mobile',
      'acme-mobile!',
      'AcmeMobile26',
      'GraceOkafor',
      'okafor99',
    ]
    for (const password of [...bad, 'grace.okafor', 'grace.okafor@acme-mobile.test']) {
      expect(await said(password, { words })).toMatch('name or an address')
      expect(() => refuseOwnWords(password, 'new', words)).toThrow('name or an address')
    }
    expect(await said('grace finds acme snails', { words })).toBeNull()
  })

  it('needs no mixture of characters unless a setting asks for it', async () => {
    expect(await said('kettle orbit walnut')).toBeNull()
    const strict = { composition: true }
    for (const password of ['kettle orbit 7', 'KETTLE ORBIT 7', 'Kettle Orbit', 'KettleOrbit7']) {
      expect(await said(password, strict)).toMatch('upper and lower case, a digit and a symbol')
    }
    expect(await said('Kettle Orbit 7', strict)).toBeNull()
  })

  it('is never repeated by what is said of it', async () => {
    for (const password of ['qwertyuiop', 'kqv', 'owner@acme.test']) {
      expect(await said(password, { words: ['owner@acme.test'] })).not.toMatch(password)
    }
  })
})
