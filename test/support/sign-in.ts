/** The owner of a house signing in, and what a person has at hand for it: an app and a mailbox. */
import { createHmac } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { openKeyring } from '../../src/gateways/keyring.ts'
import type { Call } from '../../src/kernel/context.ts'
import { confirmApp } from '../../src/services/me/two-factor-confirm.ts'
import { enrolApp } from '../../src/services/me/two-factor-enrol.ts'
import { createSession } from '../../src/services/sessions/create.ts'
import { supervisorsTable } from '../../src/services/team/table.ts'
import { outboxTable } from '../../src/store/tables.ts'
import { type House, password } from './house.ts'
import { looking, scopeOf } from './trial.ts'

export const owner = 'owner@acme.test'

export const login = { email: owner, password, device: 'Steward on Linux', host: 'desk' }

export const nobody: Partial<Call> = { credential: { kind: 'none' } }

/** Signs in and answers what later calls bring with them. */
export const signIn = async (house: House, more: Record<string, unknown> = {}) => {
  const { token, session } = await house.ask(createSession, { ...login, ...more }, nobody)
  const call = { credential: { kind: 'session' as const, token: token as string } }
  return { call, token: token as string, id: session.id as string }
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What the app shows: RFC 6238 (SHA-1, 30 s), the last six digits. */
export const appCode = (secret: string, now: Date): string => {
  const bits = [...secret].map(letter => base32.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const key = Buffer.from(bytes.map(byte => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 30_000)))
  const digest = createHmac('sha1', key).update(step).digest()
  const at = digest.at(-1)! & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export const pass = (house: House, ms: number): void => {
  house.clock.now = new Date(house.clock.now.getTime() + ms)
}

export const seconds = (count: number) => count * 1000
export const minutes = (count: number) => count * 60_000

/** An app in force, its recovery codes, and a code of it that was not used yet. */
export const withApp = async (house: House) => {
  const { call } = await signIn(house)
  const { secret } = await house.ask(enrolApp, {}, call)
  const code = () => appCode(secret, house.clock.now)
  const { recoveryCodes } = await house.ask(confirmApp, { code: code() }, call)
  pass(house, seconds(60))
  return { call, secret: secret as string, recoveryCodes: recoveryCodes as string[], code }
}

/** What the newest message of a kind says in secret, as its reader sees it. */
export const sentCode = async (house: House, template: string): Promise<string> => {
  const { organization } = await scopeOf(house)
  const [row] = await looking(house, async tx => {
    const table = tx.table(outboxTable)
    const ofKind = and(eq(table.template, template))
    return tx.db.select().from(table).where(ofKind).orderBy(desc(table.key)).limit(1)
  })
  const keyring = openKeyring({ home: house.home, fromEnvironment: () => undefined })
  return JSON.parse(keyring.vault(organization).open(row!.sealed!)).code
}

/** Changes the owner behind everybody's back: verified addresses, for one. */
export const patchOwner = (house: House, patch: Record<string, unknown>): Promise<null> =>
  house.host.store.engine.write(async ({ db }) => {
    const table = house.host.store.table(supervisorsTable)
    await db.update(table).set(patch).where(eq(table.id, house.ownerId))
    return { commit: true, value: null }
  })

export const bothVerified = (house: House): Promise<null> =>
  patchOwner(house, {
    phone: '+255712345678',
    emailVerifiedAt: house.clock.now,
    phoneVerifiedAt: house.clock.now,
  })
