import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { normalizeEmail } from '../../../src/services/contact/email.ts'
import { countryOf } from '../../../src/services/countries/countries.ts'
import { type DemoPerson, demoPeople } from '../../../src/services/demo/people.ts'
import { places } from '../../../src/services/demo/places.ts'

const now = new Date('2026-03-18T10:30:00.000Z')
const day = 86_400_000
const people = demoPeople(1, 500, now)
const many = demoPeople(7, 4000, now)

const ageInDays = ({ createdAt }: DemoPerson) => (now.getTime() - createdAt.getTime()) / day
const share = (status: string) => people.filter(person => person.status === status).length / 500
const distinct = (values: string[]) => new Set(values.map(value => value.toLowerCase())).size

describe('the people of the demo', () => {
  it('are the same for the same seed', () => {
    expect(demoPeople(1, 500, now)).toEqual(people)
  })

  it('are others for another seed, also beyond 32 bits', () => {
    const names = (seed: number) => demoPeople(seed, 20, now).map(({ name }) => name)
    const all = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1].map(seed => names(seed).join())
    expect(new Set(all).size).toBe(all.length)
  })

  it('have email addresses, external ids and phones of their own', () => {
    for (const group of [people, many]) {
      const phones = group.flatMap(({ phone }) => phone ?? [])
      expect(distinct(group.map(({ email }) => email))).toBe(group.length)
      expect(distinct(group.map(({ externalId }) => externalId))).toBe(group.length)
      expect(distinct(phones)).toBe(phones.length)
    }
  })

  it('have ASCII addresses in domains reserved by RFC 2606, as valid as any typed one', () => {
    for (const { email } of many) {
      expect(email).toMatch(/^[a-z]+[a-z.]*\d*@([a-z]+\.(example|test)|example\.(org|net))$/)
      expect(normalizeEmail(email)).toEqual({ email, key: email })
    }
  })

  it('have valid phones of their own country', () => {
    for (const { phone, country } of many) {
      if (phone === null) continue
      expect(isValidPhoneNumber(phone), phone).toBe(true)
      expect(parsePhoneNumberFromString(phone)?.number).toBe(phone)
      expect(parsePhoneNumberFromString(phone)?.country).toBe(country)
    }
    expect(people.filter(({ phone }) => phone !== null).length).toBeGreaterThan(350)
  })

  it('have statuses in the shares of a service that runs', () => {
    expect(share('active')).toBeCloseTo(0.78, 2)
    expect(share('pending')).toBeCloseTo(0.09, 2)
    expect(share('suspended')).toBeCloseTo(0.06, 2)
    expect(share('rejected')).toBeCloseTo(0.03, 2)
    expect(share('deleted')).toBeCloseTo(0.04, 2)
  })

  it('hold a pending and a suspended person even when they are twenty', () => {
    const statuses = demoPeople(3, 20, now).map(({ status }) => status)
    expect(statuses).toEqual(expect.arrayContaining(['pending', 'suspended', 'active']))
  })

  it('mostly wait for less than two weeks, a few longer', () => {
    const ages = many.filter(({ status }) => status === 'pending').map(ageInDays)
    const young = ages.filter(age => age < 14).length
    expect(young / ages.length).toBeGreaterThan(0.7)
    expect(young).toBeLessThan(ages.length)
  })

  it('have a reason when suspended, rejected or deleted, and a kind only when suspended', () => {
    for (const { status, statusReason, suspendKind } of many) {
      const explained = ['suspended', 'rejected', 'deleted'].includes(status)
      expect(statusReason !== null).toBe(explained)
      expect(suspendKind !== null).toBe(status === 'suspended')
    }
  })

  it('do nothing in the future, and nothing before they registered', () => {
    for (const person of many) {
      expect(ageInDays(person)).toBeGreaterThanOrEqual(0)
      expect(ageInDays(person)).toBeLessThanOrEqual(401)
      const signedIn = person.lastSignInAt?.getTime() ?? person.createdAt.getTime()
      expect(signedIn).toBeGreaterThanOrEqual(person.createdAt.getTime())
      expect(signedIn).toBeLessThanOrEqual(now.getTime())
    }
  })

  it('come in order, ever more of them, and fewer at weekends', () => {
    const times = many.map(({ createdAt }) => createdAt.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const settled = many.filter(({ status }) => status !== 'pending')
    const newer = settled.filter(person => ageInDays(person) < 200)
    expect(newer.length).toBeGreaterThan(1.5 * (settled.length - newer.length))
    const sundays = many.filter(({ createdAt }) => createdAt.getUTCDay() === 0)
    const tuesdays = many.filter(({ createdAt }) => createdAt.getUTCDay() === 2)
    expect(sundays.length).toBeLessThan(0.7 * tuesdays.length)
  })

  it('verified only a phone that they have', () => {
    for (const { phone, phoneVerified } of many) expect(phoneVerified && phone === null).toBe(false)
  })

  it('come from every place, in many scripts', () => {
    expect(new Set(many.map(({ country }) => country)).size).toBe(places.length)
    for (const script of [
      ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Han'],
      ...['Hiragana', 'Katakana', 'Hangul', 'Ethiopic', 'Georgian'],
    ]) {
      const written = new RegExp(`\\p{Script=${script}}`, 'u')
      expect(
        many.some(({ name }) => written.test(name)),
        script,
      ).toBe(true)
    }
  })
})

describe('the places of the demo', () => {
  it('have a country of ISO 3166, a canonical language tag and names in NFC', () => {
    for (const { country, language, names } of places) {
      expect(countryOf(country)).toBe(country)
      expect(Intl.getCanonicalLocales(language)).toEqual([language])
      for (const { given, family } of names)
        expect(given + family).toBe((given + family).normalize())
    }
  })
})
