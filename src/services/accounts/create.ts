import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import { email, flag, optional, ref, text, unique, withDefault } from '../../kernel/fields.ts'
import { normalizeEmail } from '../contact/email.ts'
import { generatePassword } from '../passwords/generate.ts'
import { readSettings } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { type Company, companyFields, storedCompany } from './company.ts'
import { giveOwner } from './owner.ts'
import { insertAccount, type NewAccount, readAccount } from './queries.ts'
import { Account, accountRecord } from './record.ts'
import { lockTree } from './tree.ts'

type Prepared = { password: string | null; passwordHash: string | null; days: number }

export const createAccount = operation({
  name: 'accounts.create',
  summary:
    'Add a client company, and the person who owns its account. Their password is shown once.',
  effect: 'write',
  level: 'account',
  input: {
    email: unique(email({ about: "The contact's email address: fixed once set, unique." })),
    parent: optional(ref('accounts', 'The account that it belongs to: id, email or reference.')),
    ...companyFields,
    ownerName: optional(text({ about: "The owner's name; the display name unless given." })),
    noOwner: withDefault(flag({ about: 'Without a person who owns it.' }), false),
  },
  output: z.extend(Account, {
    ownerPassword: z.nullable(z.string()),
    ownerPasswordExpiresAt: z.nullable(z.string()),
  }),
  shownOnce: ['ownerPassword'],
  async prepare({ read, gateways, ids, dryRun }: Around, { noOwner }): Promise<Prepared> {
    const settings = await read(tx => readSettings(tx, 'consumers.temporaryPasswordDays'))
    const password = dryRun || noOwner ? null : generatePassword(ids)
    const passwordHash = password && (await gateways.passwords.hash(password))
    return { password, passwordHash, days: settings['consumers.temporaryPasswordDays'] }
  },
  async run(world, { parent, email, ownerName, noOwner, ...company }, made) {
    const { store, now, ids } = world
    const above = parent === undefined ? null : await readAccount(store, parent)
    await lockTree(store)
    const row = { id: ids.make('acc'), ...newRow(email, company), createdAt: now }
    const account = await insertAccount(store, row, above)
    if (noOwner) return { ...(await accountRecord(store, account)), ...noPassword }
    const { password, passwordHash, days } = made
    const passwordExpiresAt = passwordHash ? new Date(now.getTime() + days * 86_400_000) : null
    const owner = { name: ownerName, passwordHash, passwordExpiresAt }
    const owned = await giveOwner(world, account, owner)
    const shown = owned.isNew && password !== null
    return {
      ...(await accountRecord(store, owned.account)),
      ownerPassword: shown ? password : null,
      ownerPasswordExpiresAt: (shown && passwordExpiresAt?.toISOString()) || null,
    }
  },
})

const noPassword = { ownerPassword: null, ownerPasswordExpiresAt: null }

/** A new account as it is stored. Throws `invalid_input` naming the field that is wrong. */
const newRow = (typed: string, company: Company): Omit<NewAccount, 'id' | 'createdAt'> => {
  const found = normalizeEmail(typed)
  if (!found) throw invalid('email', 'email is not an email address.')
  const { name, ...known } = storedCompany(company)
  return {
    ...known,
    email: found.email,
    emailKey: found.key,
    name: name ?? found.email,
    tags: [],
    status: 'active',
  }
}
