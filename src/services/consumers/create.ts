import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import {
  choice,
  clearable,
  email,
  instant,
  integer,
  list,
  optional,
  phone,
  text,
  unique,
  withDefault,
} from '../../kernel/fields.ts'
import { generatePassword } from '../passwords/generate.ts'
import { readSettings } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { type StoredContact, storedContact } from './contact.ts'
import { accountField, accountOfNew } from './joining.ts'
import { insertConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import { fullName, refuseFuture, sources } from './rules.ts'

export const tag = text({
  about: 'Tags: short words to find people by.',
  max: 40,
  pattern: /^[^,;]+$/,
})

/** What is known of a person, as typed. Shared by create, edit and import. */
export const personFields = {
  name: clearable(
    // Room for two names of the greatest length and the space between them.
    text({ about: 'Full name; made from first and last name when only they are given.', max: 201 }),
  ),
  firstName: clearable(text({ about: 'First name.', max: 100 })),
  lastName: clearable(text({ about: 'Last name.', max: 100 })),
  company: clearable(text({ about: 'The company they work for.' })),
  industry: clearable(text({ about: 'What that company does.', max: 100 })),
  email: unique(clearable(email({ about: 'Email address; unique among those not deleted.' }))),
  phone: unique(
    clearable(phone({ about: 'Phone number, with its country code unless --country says it.' })),
  ),
  country: clearable(text({ about: 'Country: ISO 3166 code or English name.', max: 60 })),
  language: clearable(
    text({
      about: 'Language tag, such as sw or pt-BR.',
      max: 35,
      pattern: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/,
    }),
  ),
  externalId: unique(
    clearable(
      text({
        about: 'Their id in your own system; unique among those not deleted.',
        max: 100,
        pattern: /^(?!con_)[^\s@+][^\s]*$/,
      }),
    ),
  ),
  tags: optional(list(tag)),
  projectLimit: clearable(
    integer({
      about: 'How many projects they may own; the setting decides if empty.',
      max: 100_000,
    }),
  ),
}

type Prepared = {
  contact: StoredContact
  password: string | null
  passwordHash: string | null
  days: number
}

export const createConsumer = operation({
  name: 'consumers.create',
  summary: 'Add a consumer. A password is made and shown once.',
  effect: 'write',
  level: 'sub-account',
  input: {
    ...personFields,
    account: optional(accountField),
    status: withDefault(
      choice({ about: 'Whether someone has to approve them first.', of: ['active', 'pending'] }),
      'active',
    ),
    source: withDefault(choice({ about: 'Where they come from.', of: sources }), 'console'),
    createdAt: optional(instant({ about: 'When they registered, if that was before now.' })),
  },
  output: z.extend(Consumer, {
    password: z.nullable(z.string()),
    passwordExpiresAt: z.nullable(z.string()),
  }),
  shownOnce: ['password'],
  async prepare({ read, gateways, ids, dryRun }: Around, input): Promise<Prepared> {
    if (!fullName(input)) {
      throw invalid(
        'name',
        'A consumer needs a name, or a first or last name.',
        'Give --name NAME.',
      )
    }
    const contact = await storedContact(input)
    const settings = await read(tx => readSettings(tx, 'consumers.temporaryPasswordDays'))
    const password = dryRun ? null : generatePassword(ids)
    const passwordHash = password && (await gateways.passwords.hash(password))
    return { contact, password, passwordHash, days: settings['consumers.temporaryPasswordDays'] }
  },
  async run(world, { account, ...input }, { contact, password, passwordHash, days }) {
    const { store, now, ids } = world
    const passwordExpiresAt = passwordHash ? new Date(now.getTime() + days * 86_400_000) : null
    refuseFuture(input.createdAt, now)
    const row = await insertConsumer(store, {
      ...input,
      ...contact,
      account: await accountOfNew(store, account),
      id: ids.make('con'),
      name: fullName(input)!,
      tags: input.tags ?? [],
      twoFactor: false,
      passwordHash,
      passwordExpiresAt,
      createdAt: input.createdAt ?? now,
    })
    return {
      ...(await recordIn(world, row)),
      password,
      passwordExpiresAt: passwordExpiresAt?.toISOString() ?? null,
    }
  },
})
