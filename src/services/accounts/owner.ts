/** The first consumer of an account, who owns it. */
import { and, eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import { conflict } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { isLiving } from '../consumers/known.ts'
import { notify } from '../consumers/notices.ts'
import { insertConsumer, updateConsumer } from '../consumers/queries.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { resetSecrets, sendReset } from '../consumers/sending.ts'
import { consumersTable } from '../consumers/table.ts'
import { generatePassword } from '../passwords/generate.ts'
import { readSettings } from '../settings/queries.ts'
import type { Around, World } from '../world.ts'
import type { AccountRow } from './record.ts'
import { refuseFull } from './seating.ts'
import { accountsTable } from './table.ts'

/** What making an account answers of its owner. */
export const OwnerAnswer = z.object({
  ownerPassword: z.nullable(z.string()),
  ownerPasswordExpiresAt: z.nullable(z.string()),
  /** How the owner was sent a way to a password of their own. */
  ownerSent: z.nullable(
    z.object({ kind: z.enum(['link', 'code']), sentTo: z.string(), expiresAt: z.string() }),
  ),
})

export type OwnerAnswer = z.infer<typeof OwnerAnswer>

export const ownerless: OwnerAnswer = {
  ownerPassword: null,
  ownerPasswordExpiresAt: null,
  ownerSent: null,
}

type Wanted = { name?: string; clientSetsPassword: boolean; sendSignupEmail: boolean }

type Secrets = Awaited<ReturnType<typeof ownersSecrets>>

/** Made before it is known whether the owner is somebody new. */
export const ownersSecrets = async (
  { gateways, ids, dryRun }: Around,
  { noOwner, clientSetsPassword }: { noOwner: boolean; clientSetsPassword: boolean },
) => {
  const makes = !dryRun && !noOwner && !clientSetsPassword
  const password = makes ? generatePassword(ids) : null
  const passwordHash = password && (await gateways.passwords.hash(password))
  return { password, passwordHash, ...resetSecrets(ids, dryRun) }
}

/** Gives a new account its owner: whoever has the contact's address and belongs to no account yet,
 * else somebody new. */
export const giveOwner = async (
  world: World,
  account: AccountRow,
  { secrets, ...wanted }: Wanted & { secrets: Secrets },
): Promise<{ owned: AccountRow; answer: OwnerAnswer }> => {
  const { store } = world
  const known = await personWith(store, account.emailKey)
  const passwordExpiresAt = await passwordEnd(world, secrets)
  const person = known
    ? await updateConsumer(store, known, { account: account.key })
    : await newPerson(world, account, { ...secrets, ...wanted, passwordExpiresAt })
  const owned = await store.update(accountsTable, account, { owner: person.key })
  const ownerSent = wanted.clientSetsPassword
    ? await sendFirst(world, owned, person, secrets)
    : null
  if (wanted.sendSignupEmail) await sendSignup(world, owned, person)
  // Whoever was here already has a password, and keeps it.
  const ownerPassword = known ? null : secrets.password
  const until = ownerPassword === null ? null : (passwordExpiresAt?.toISOString() ?? null)
  return { owned, answer: { ownerPassword, ownerPasswordExpiresAt: until, ownerSent } }
}

const passwordEnd = async (
  { store, now }: World,
  { passwordHash }: Secrets,
): Promise<Date | null> => {
  if (!passwordHash) return null
  const settings = await readSettings(store, 'consumers.temporaryPasswordDays')
  const days = settings['consumers.temporaryPasswordDays']
  return new Date(now.getTime() + days * 86_400_000)
}

type Password = { passwordHash: string | null; passwordExpiresAt: Date | null }

type Contact = Pick<AccountRow, 'key' | 'name' | 'email' | 'emailKey'>

const newPerson = (
  { store, now, ids }: World,
  { key: account, email, emailKey, name: called }: Contact,
  { name = called, passwordHash, passwordExpiresAt }: Pick<Wanted, 'name'> & Password,
): Promise<ConsumerRow> =>
  insertConsumer(store, {
    id: ids.make('con'),
    account,
    status: 'active',
    name,
    email,
    emailKey,
    source: 'console',
    tags: [],
    twoFactor: false,
    passwordHash,
    passwordExpiresAt,
    createdAt: now,
  })

/** Makes whoever has this address the owner of an account that is brought in from elsewhere: somebody
 * of the account itself or of none, or somebody new, who has no password yet. */
export const ownFromElsewhere = async (
  world: World,
  account: AccountRow,
  { email, emailKey, name }: { email: string; emailKey: string; name?: string },
): Promise<AccountRow> => {
  const { store } = world
  const known = await personWith(store, emailKey, account.key)
  if (!known || known.account === null) await refuseFull(store, account)
  const joined = known?.account === null
  const none = { passwordHash: null, passwordExpiresAt: null }
  const person = joined
    ? await updateConsumer(store, known!, { account: account.key })
    : (known ?? (await newPerson(world, { ...account, email, emailKey }, { name, ...none })))
  return store.update(accountsTable, account, { owner: person.key })
}

/** Whoever has this address in the provider at hand and belongs to no account, locked. Throws
 * `conflict` for somebody of another account, or beyond reach: who that is isn't told then. */
const personWith = async (
  tx: Tx,
  emailKey: string,
  own: number | null = null,
): Promise<ConsumerRow | null> => {
  const table = tx.table(consumersTable)
  const named = and(isLiving(tx), eq(table.emailKey, emailKey))
  const holder = and(eq(table.provider, tx.scope.provider), named)
  const [known] = await tx.expressions.locking(tx.db.select().from(table).where(holder))
  if (!known) return null
  const mine = and(tx.scoped(consumersTable), eq(table.key, known.key))
  const [reached] = await tx.db.select({ id: table.id }).from(table).where(mine)
  if (reached && (known.account === null || known.account === own)) return known
  const field = 'email'
  const hint = 'Give --no-owner for an account without a person of its own.'
  if (!reached) throw conflict('Another consumer has this email.', { field, hint })
  throw conflict(`Who has this email belongs to another account: ${known.id}.`, {
    field,
    hint: `See: steward consumers show ${known.id}. ${hint}`,
    details: { id: known.id },
  })
}

const sendFirst = async (
  world: World,
  { name: account }: AccountRow,
  person: ConsumerRow,
  secrets: Secrets,
): Promise<OwnerAnswer['ownerSent']> => {
  const settings = await readSettings(
    world.store,
    'accounts.firstPasswordHours',
    'consumers.resetMinutes',
  )
  const hours = settings['accounts.firstPasswordHours']
  const minutes = settings['consumers.resetMinutes']
  const { id: _, ...sent } = await sendReset(world, person, secrets, {
    link: { template: 'account.first-link', minutes: hours * 60, data: { account, hours } },
    code: { template: 'account.first-code', minutes, data: { account, minutes } },
  })
  return sent
}

const sendSignup = async (
  world: World,
  { name: account, email }: AccountRow,
  person: ConsumerRow,
): Promise<void> => {
  const { 'platform.url': url } = await readSettings(world.store, 'platform.url')
  const data = { account, email, url }
  await notify(world, person, { template: 'account.signup', data, channels: ['email'] })
}
