import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import {
  clearable,
  email,
  flag,
  integer,
  list,
  optional,
  ref,
  text,
  unique,
  withDefault,
} from '../../kernel/fields.ts'
import { grantFeatures } from '../features/granting.ts'
import { type Around, operation } from '../world.ts'
import { refuseTop } from './above.ts'
import { companyFields, newAccount, storedCompany } from './company.ts'
import { colourTags, labels, labelsIn } from './labels.ts'
import { giveOwner, OwnerAnswer, ownerless, ownersSecrets } from './owner.ts'
import { insertAccount, readAccount } from './queries.ts'
import { Account, accountRecord } from './record.ts'
import { refuseFull } from './seating.ts'
import { copied, templateFor } from './templates.ts'
import { lockTree } from './tree.ts'

export const createAccount = operation({
  name: 'accounts.create',
  summary:
    'Add a client company, and the person who owns its account. Their password is shown once.',
  effect: 'write',
  level: 'account',
  input: {
    email: unique(email({ about: "The contact's email address: fixed once set, unique." })),
    parent: optional(ref('accounts', 'The account that it belongs to: id, email or reference.')),
    template: optional(ref('accounts.templates', 'The template that it is copied from.')),
    ...companyFields,
    tags: labels,
    seats: clearable(integer({ about: 'How many people it may have, its owner too.', min: 1 })),
    features: optional(list(ref('features', 'Features to grant, of those above it.'))),
    ownerName: optional(text({ about: "The owner's name; the display name unless given." })),
    noOwner: withDefault(flag({ about: 'Without a person who owns it.' }), false),
    clientSetsPassword: withDefault(
      flag({ about: 'Send the owner a link to set the password, in place of making one.' }),
      false,
    ),
    sendSignupEmail: withDefault(
      flag({ about: 'Tell the owner that the account is there.' }),
      false,
    ),
  },
  output: z.extend(Account, OwnerAnswer.shape),
  shownOnce: ['ownerPassword'],
  check({ email, noOwner, ownerName, clientSetsPassword, sendSignupEmail, tags, ...given }) {
    newAccount(email, given)
    labelsIn(tags, 'tags')
    if (!noOwner || (ownerName === undefined && !clientSetsPassword && !sendSignupEmail)) return
    throw invalid('noOwner', 'Without an owner there is nobody to be named, or to be written to.')
  },
  prepare: (around: Around, input) => ownersSecrets(around, input),
  async run(world, { parent, template, email, tags, ...given }, secrets) {
    const { store, now, ids } = world
    const { ownerName: name, noOwner, clientSetsPassword, sendSignupEmail, ...typed } = given
    const above = parent === undefined ? null : await readAccount(store, parent)
    if (!above) refuseTop(world)
    const from = await templateFor(store, template, above)
    await lockTree(store)
    const labels = labelsIn(tags, 'tags')
    await colourTags(world, labels)
    const asked = { ...typed, ...storedCompany(typed), tags: tags && labels.map(({ tag }) => tag) }
    const { features, tags: named, ...company } = from ? copied(from, asked) : asked
    const values = {
      ...newAccount(email, company),
      tags: named ?? [],
      template: from?.row.key ?? null,
    }
    const made = { ...values, id: ids.make('acc'), createdAt: now }
    const account = await insertAccount(store, made, above)
    await grantFeatures(store, account, features ?? [])
    if (noOwner) return { ...(await accountRecord(store, account)), ...ownerless }
    await refuseFull(store, account)
    const owner = { name, clientSetsPassword, sendSignupEmail }
    const { owned, answer } = await giveOwner(world, account, { ...owner, secrets })
    return { ...(await accountRecord(store, owned)), ...answer }
  },
})
