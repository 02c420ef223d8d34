/**
 * A house of many: three providers, in each three accounts, in each of these three sub-accounts, and
 * at every one of these places people, with all that belongs to them, and a member of the team who
 * reaches that place and no further. Every name, address and id in it carries the mark of its place.
 */
import { randomIds } from '../../../src/gateways/ids.ts'
import type { Call, Home, Scope } from '../../../src/kernel/context.ts'
import { scopeWithin } from '../../../src/kernel/context.ts'
import { accountsTable } from '../../../src/services/accounts/table.ts'
import { consumerNotesTable, consumersTable } from '../../../src/services/consumers/table.ts'
import { documentsTable } from '../../../src/services/documents/table.ts'
import { accountFeaturesTable, featuresTable } from '../../../src/services/features/table.ts'
import { digestOf as keyDigest, makeKey } from '../../../src/services/keys/secret.ts'
import { keysTable } from '../../../src/services/keys/table.ts'
import { defaultScope } from '../../../src/services/organization/queries.ts'
import { providersTable } from '../../../src/services/providers/table.ts'
import { rolesTable } from '../../../src/services/roles/table.ts'
import { sessionsTable } from '../../../src/services/sessions/table.ts'
import { makeToken, digestOf as sessionDigest } from '../../../src/services/sessions/token.ts'
import { settingsTable } from '../../../src/services/settings/table.ts'
import { supervisorsTable } from '../../../src/services/team/table.ts'
import { nowhere } from '../../../src/store/store.ts'
import {
  accountGrantsTable,
  accountTreeTable,
  outboxTable,
  runsTable,
} from '../../../src/store/tables.ts'
import type { Tx } from '../../../src/store/transaction.ts'
import type { House } from '../../support/house.ts'

/** Which of three; 9 is none. A provider's own place is in no account, an account's in no sub-account. */
export type Place = { p: number; a: number; s: number }

const none = 9

export const providers: readonly Place[] = [0, 1, 2].map(p => ({ p, a: none, s: none }))

/** A place and all beneath it, the outer ones first. */
export const places = ({ p, a, s }: Place): Place[] => {
  if (s !== none) return [{ p, a, s }]
  if (a !== none) return [{ p, a, s }, ...[0, 1, 2].map(s => ({ p, a, s }))]
  return [{ p, a, s }, ...[0, 1, 2].flatMap(a => places({ p, a, s }))]
}

export const isWithin = (place: Place, outer: Place): boolean =>
  place.p === outer.p &&
  (outer.a === none || place.a === outer.a) &&
  (outer.s === none || place.s === outer.s)

/** What a provider has for all of its accounts stands nowhere among them. */
export const equipmentOf = ({ p }: Place): Place => ({ p, a: 8, s: 8 })

export const markOf = ({ p, a, s }: Place): string => `p${p}a${a}s${s}`

/** Of a place that never was. */
const nobodys: Place = { p: 7, a: 7, s: 7 }

/** The same text, as it would be of a place that never was. */
export const ofNobody = (text: string): string =>
  text
    .replace(/p\da\ds\d/g, markOf(nobodys))
    .replace(phoneOf, phone(nobodys))
    .replace(eventOf, `$1${markOf(nobodys)}`)

/** Events have ids that nobody could choose. */
const eventOf = /^(evt_.*).{6}$/

const phoneOf = /\+4915123456\d\d\d/
const phone = ({ p, a, s }: Place): string => `+4915123456${p}${a}${s}`

/** An id that is told from those made while the test runs. */
const idOf = (prefix: string, place: Place, nth = 0): string =>
  `${prefix}_01${'0'.repeat(16)}${markOf(place)}0${nth}`

export const isOfCity = (id: string): boolean => /p\da\ds\d/.test(id)

/** A record of the city: what it can be selected by, its id first, and what its own words are. */
export type Trace = { topic: string; place: Place; selectors: string[]; words: string[] }

/** Somebody who acts from a place: as a person who signed in, and by a key. */
export type Actor = { place: Place; session: Partial<Call>; key: Partial<Call> }

export type City = {
  house: House
  traces: Trace[]
  actors: Map<string, Actor>
  /** The keys of accounts and features, by their references. */
  keys: Map<string, number>
  /** Puts there what is at these places. */
  build(wanted: readonly Place[]): Promise<void>
}

export const foundCity = async (house: House): Promise<City> => {
  const { store } = house.host
  const base = (await store.read(nowhere, defaultScope))!
  const homes = await store.write(base, async tx => ({
    commit: true,
    value: await found(tx, base),
  }))
  const city: City = {
    house,
    traces: [],
    actors: new Map(),
    keys: new Map(),
    async build(wanted) {
      for (const place of wanted) {
        const scope = scopeWithin(homes[place.p]!, base.organization)
        await store.write(scope, async tx => {
          await settle(tx, city, place, house.clock.now)
          return { commit: true, value: undefined }
        })
      }
    },
  }
  return city
}

/** The default provider, and two more. */
const found = async (tx: Tx, { provider, providerId }: Scope): Promise<Home[]> => {
  const table = tx.table(providersTable)
  const homes = [{ provider, providerId }]
  for (const place of providers.slice(1)) {
    const mark = markOf(equipmentOf(place))
    const id = idOf('prv', equipmentOf(place))
    const [made] = await tx.db
      .insert(table)
      .values({
        ...{ id, reference: `prv-${mark}`, name: `Provider ${mark}`, isDefault: false },
        ...{ status: 'active', createdAt: new Date('2026-01-01T00:00:00.000Z') },
      })
      .returning()
    homes.push({ provider: made!.key, providerId: id })
  }
  return homes
}

const settle = async (tx: Tx, city: City, place: Place, now: Date): Promise<void> => {
  const account = await accountAt(tx, city, place, now)
  await employ(tx, city, { place, account, now })
  for (const nth of [0, 1]) await welcome(tx, city, { place, account, nth, now })
}

/** The key of the account of a place, made first with what is above it unless it is there. */
const accountAt = async (tx: Tx, city: City, place: Place, now: Date): Promise<number | null> => {
  if (place.a === none) {
    const equipped = city.keys.has(`fea-${markOf(equipmentOf(place))}`)
    if (!equipped) await equip(tx, city, equipmentOf(place), now)
    return null
  }
  const above = place.s === none ? { ...place, a: none } : { ...place, s: none }
  const parent = await accountAt(tx, city, above, now)
  return city.keys.get(`acc-${markOf(place)}`) ?? openAccount(tx, city, { place, parent, now })
}

const trace = (city: City, topic: string, place: Place, selectors: string[], words: string[]) =>
  void city.traces.push({ topic, place, selectors, words: [...selectors, ...words] })

/** What a provider has for all of its accounts. */
const equip = async (tx: Tx, city: City, place: Place, now: Date): Promise<void> => {
  const mark = markOf(place)
  const { provider } = tx.scope
  const reference = place.p === 0 ? 'default' : `prv-${mark}`
  const name = place.p === 0 ? [] : [`Provider ${mark}`]
  trace(city, 'providers', place, [tx.scope.providerId, reference], name)
  const value = `Site ${mark}`
  await tx.db
    .insert(tx.table(settingsTable))
    .values({ provider, id: 'siteName', value, updatedAt: now })
  const feature = { id: idOf('ftr', place), reference: `fea-${mark}`, name: `Feature ${mark}` }
  const { key } = await tx.put(featuresTable, { ...feature, createdAt: now })
  city.keys.set(feature.reference, key)
  trace(city, 'features', place, [feature.id, feature.reference], [feature.name])
  const role = { id: idOf('rol', place), name: `role-${mark}`, nameKey: `role-${mark}` }
  await tx.put(rolesTable, { ...role, base: 'support', level: 'account', createdAt: now })
  trace(city, 'roles', place, [role.id, role.name], [])
  const template = { id: idOf('acc', place), reference: `tpl-${mark}`, name: `Template ${mark}` }
  const made = await tx.put(accountsTable, {
    ...{ ...template, email: '', emailKey: '', tags: [], status: 'template', createdAt: now },
    ...{ templateEnabled: true, sortName: `template ${mark}`, searchText: `template ${mark}` },
  })
  const branch = { provider, account: made.key, ancestor: made.key, depth: 0 }
  await tx.db.insert(tx.table(accountTreeTable)).values(branch)
  trace(city, 'accounts.templates', place, [template.id, template.reference], [template.name])
}

const openAccount = async (
  tx: Tx,
  city: City,
  { place, parent, now }: { place: Place; parent: number | null; now: Date },
): Promise<number> => {
  const mark = markOf(place)
  const { provider } = tx.scope
  const id = idOf('acc', place)
  const reference = `acc-${mark}`
  const email = `account-${mark}@example.org`
  const name = `Account ${mark}`
  const made = await tx.put(accountsTable, {
    ...{ id, reference, email, emailKey: email, name, parent, tags: [`tag-${mark}`] },
    ...{ status: 'active' as const, createdAt: now },
    ...{ sortName: `account ${mark}`, searchText: `account ${mark} ${email}` },
  })
  city.keys.set(reference, made.key)
  const path = parent === null ? [made.key] : [made.key, parent]
  const tree = path.map((ancestor, depth) => ({ provider, account: made.key, ancestor, depth }))
  await tx.db.insert(tx.table(accountTreeTable)).values(tree)
  const feature = city.keys.get(`fea-${markOf(equipmentOf(place))}`)!
  const granted = { provider, account: made.key, feature }
  await tx.db.insert(tx.table(accountFeaturesTable)).values(granted)
  trace(city, 'accounts', place, [id, email, reference], [name, `tag-${mark}`])
  return made.key
}

type At = { place: Place; account: number | null; now: Date }

/** A person, with a note, a document that waits, a message, and an event that tells of the note. */
const welcome = async (tx: Tx, city: City, at: At & { nth: number }): Promise<void> => {
  const { place, account, nth, now } = at
  const mark = markOf(place)
  const name = nth === 0 ? 'ada' : 'bob'
  const id = idOf('con', place, nth)
  const email = `${name}-${mark}@example.org`
  const externalId = `${name}-${mark}`
  const number = nth === 0 ? phone(place) : null
  const { key } = await tx.put(consumersTable, {
    ...{ id, account, status: nth === 0 ? 'pending' : 'active', source: 'console', tags: [mark] },
    ...{ name: `${name} ${mark}`, email, emailKey: email, phone: number, externalId },
    ...{ company: `Company ${mark}`, country: 'KE', twoFactor: false, createdAt: now },
    ...{ sortName: `${name} ${mark}`, searchText: `${name} ${mark} ${email} company ${mark}` },
  })
  const selectors = [id, email, externalId, ...(number ? [number] : [])]
  trace(city, 'consumers', place, selectors, [`${name} ${mark}`, `Company ${mark}`])
  const about = { consumer: key, createdAt: now }
  const note = { author: 'sup_nobody', text: `Note ${mark}` }
  await tx.put(consumerNotesTable, { ...about, ...note, id: idOf('not', place, nth) })
  await tx.put(documentsTable, {
    ...{ ...about, id: idOf('doc', place, nth), kind: 'passport', status: 'waiting', problems: [] },
    ...{ number: `number-${mark}`, mediaType: 'image/png', bytes: 1, sha256: 'f'.repeat(64) },
    ...{ file: `file-${mark}-${nth}`, salt: '00'.repeat(32) },
  })
  trace(city, 'consumers.documents', place, [idOf('doc', place, nth)], [`number-${mark}`])
  await tx.put(outboxTable, {
    ...{ id: idOf('msg', place, nth), channel: 'email', recipient: email, subject: id },
    ...{ template: 'consumer.suspended', data: { name }, secrets: [], status: 'queued' },
    ...{ attempts: 0, notAfter: new Date(now.getTime() + 3_600_000), createdAt: now },
  })
  trace(city, 'messages', place, [idOf('msg', place, nth)], [])
  const subject = { id, topic: 'consumers', name: `${name} ${mark}`, email }
  const sup = idOf('sup', place)
  const actor = { name: `Team ${mark}`, email: null, key: null }
  const [recorded] = await tx.record([
    {
      ...{ type: 'consumers.note', at: now, status: 'succeeded', actor: sup, key: null },
      ...{ impersonator: null, approval: null, subjects: [id] },
      detail: {
        ...{ actor, subjects: [subject], reason: `Reason ${mark}`, changes: [], messages: 0 },
        ...{ origin: { channel: 'console', host: 'test', version: '0' }, error: null, note: null },
        run: idOf('run', place),
      },
    },
  ])
  trace(city, 'events', place, [recorded!.id], [`Reason ${mark}`])
}

/** A member of the team who reaches this place and all beneath it, their session, key and run. */
const employ = async (tx: Tx, city: City, { place, account, now }: At): Promise<void> => {
  const mark = markOf(place)
  const { provider } = tx.scope
  const id = idOf('sup', place)
  const email = `team-${mark}@example.org`
  const userName = `user-${mark}`
  const reach = account === null ? 'all' : 'some'
  const isPlatformUser = place.s !== none
  const { key: supervisor } = await tx.put(supervisorsTable, {
    ...{ id, name: `Team ${mark}`, email, emailKey: email, userName, userNameKey: userName },
    ...{ role: isPlatformUser ? 'platform-user' : 'owner', status: 'active', accounts: reach },
    ...{ subAccounts: isPlatformUser ? ('some' as const) : null, createdAt: now },
    ...{ sortName: `team ${mark}`, searchText: `team ${mark} ${email} ${userName}` },
  })
  trace(city, 'team', place, [id, email, userName], [`Team ${mark}`])
  const grants = tx.table(accountGrantsTable)
  if (account !== null)
    await tx.db.insert(grants).values({ provider, holder: id, account, itself: true })
  const token = makeToken(randomIds)
  const session = idOf('ses', place)
  await tx.put(sessionsTable, {
    ...{ id: session, supervisor, digest: sessionDigest(token), device: `Device ${mark}` },
    ...{ host: `host-${mark}`, createdAt: now, lastSeenAt: now, freshAt: now },
    expiresAt: new Date(now.getTime() + 3_600_000),
  })
  trace(city, 'sessions', place, [session], [`Device ${mark}`, `host-${mark}`])
  const apiKey = makeKey(randomIds)
  const name = `key-${mark}`
  await tx.put(keysTable, {
    ...{ id: idOf('key', place), name, hash: keyDigest(apiKey), preview: `stw_live_…${mark}` },
    ...{ status: 'active', accounts: reach, createdBy: id, createdAt: now },
  })
  if (account !== null) {
    const holder = idOf('key', place)
    await tx.db.insert(grants).values({ provider, holder, account, itself: true })
  }
  trace(city, 'keys', place, [idOf('key', place), name], [])
  await tx.put(runsTable, {
    ...{ id: idOf('run', place), operation: 'consumers.tag', state: 'interrupted' },
    ...{ person: id, lastPerson: id, input: { add: [mark] }, reason: `Run ${mark}`, matched: 2 },
    ...{ position: 0, succeeded: 0, skipped: 0, failed: 0, tally: {} },
    ...{ logs: { [tx.scope.providerId]: [1, 10_000] as [number, number] } },
    ...(account !== null && { bounds: [id, idOf('key', place)] }),
    ...{ createdAt: now, updatedAt: now },
  })
  trace(city, 'runs', place, [idOf('run', place)], [`Run ${mark}`])
  city.actors.set(mark, {
    place,
    session: { credential: { kind: 'session', token } },
    key: { credential: { kind: 'apiKey', key: apiKey } },
  })
}
