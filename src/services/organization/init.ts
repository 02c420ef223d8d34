/** The first operation of all: from an empty database to an organisation with an owner. */
import * as z from 'zod/mini'
import { scopeWithin } from '../../kernel/context.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import { email, flag, optional, secret, text, withDefault } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { normalizeEmail } from '../contact/email.ts'
import { makeRecoveryCodes, replaceRecoveryCodes } from '../factors/recovery.ts'
import { addKey } from '../keys/queries.ts'
import { checkPassword } from '../passwords/rules.ts'
import { derivedText } from '../providers/fields.ts'
import { providersTable } from '../providers/table.ts'
import { writeSetting } from '../settings/queries.ts'
import { insertSupervisor } from '../team/queries.ts'
import { operation, type World } from '../world.ts'
import { type OrganizationRow, readOrganization } from './queries.ts'
import { Organization, Owner, organizationRecord, ownerRecord } from './record.ts'
import { organizationsTable } from './table.ts'

type Prepared = {
  organization: string
  passwordHash: string
  recoveryCodes: string[]
  secretKeyId: string
  logPublicKey: string
  cursorKey: string
} | null

export const initOrganization = operation({
  name: 'organization.init',
  summary: 'Make the organisation: its first owner, its secret key and, if you like, an API key.',
  effect: 'write',
  actor: 'anyone',
  input: {
    name: text({
      about: "The organisation's name; also its site name until you set another.",
      max: 120,
    }),
    email: email({ about: "The owner's email address." }),
    password: secret({ about: "The owner's password: at least 8 characters." }),
    ownerName: optional(
      text({ about: "The owner's name; the part before the @ unless given.", max: 120 }),
    ),
    apiKey: optional(text({ about: 'Also make an API key for scripts, with this name.', max: 80 })),
    platformUrl: optional(
      text({ about: 'Where your platform is: links in messages begin with it.', max: 300 }),
    ),
    ifMissing: withDefault(
      flag({ about: 'Succeed and change nothing when there is one already.' }),
      false,
    ),
  },
  output: z.object({
    created: z.boolean(),
    organization: Organization,
    owner: z.nullable(Owner),
    apiKey: z.nullable(z.string()),
    /** Each lets its owner in once, should a second factor be lost. */
    recoveryCodes: z.nullable(z.array(z.string())),
  }),
  shownOnce: ['apiKey', 'recoveryCodes'],
  async prepare({ read, gateways, ids, dryRun }, input): Promise<Prepared> {
    if (!normalizeEmail(input.email)) throw invalid('email', 'email is not an email address.')
    const words = [input.email, input.name, input.ownerName]
    await checkPassword(input.password, 'password', { words, composition: false })
    if ((await read(readOrganization)) !== null) return null
    const organization = ids.make('org')
    const passwordHash = dryRun ? '' : await gateways.passwords.hash(input.password)
    const made = { organization, passwordHash, recoveryCodes: makeRecoveryCodes(ids) }
    if (dryRun) return { ...made, secretKeyId: '', logPublicKey: '', cursorKey: '' }
    return { ...made, ...gateways.keyring.create(organization) }
  },
  async run(world, input, prepared) {
    const { store, now, ids } = world
    const standing = await readOrganization(store)
    if (standing || !prepared) return answerStanding(store, input.ifMissing)
    const [organization] = await store.db
      .insert(store.table(organizationsTable))
      .values({ ...prepared, key: 1, id: prepared.organization, name: input.name, createdAt: now })
      .returning()
    await enterDefaultProvider(world, organization!)
    const owner = await makeOwner(world, input, prepared)
    if (input.platformUrl) await writeSetting(store, 'platform.url', input.platformUrl, now)
    const made = input.apiKey
      ? await addKey(store, {
          name: input.apiKey,
          createdBy: owner.id,
          everyProvider: true,
          now,
          ids,
        })
      : null
    return {
      created: true,
      organization: organizationRecord(organization!),
      owner: ownerRecord(owner),
      apiKey: made?.apiKey ?? null,
      recoveryCodes: prepared.recoveryCodes,
    }
  },
})

const answerStanding = async (store: Tx, ifMissing: boolean) => {
  if (!ifMissing) {
    throw conflict('There is an organisation here already.', {
      hint: 'Use another STEWARD_HOME or STEWARD_DATABASE_URL, or --if-missing.',
    })
  }
  const organization = organizationRecord((await readOrganization(store))!)
  return { created: false, organization, owner: null, apiKey: null, recoveryCodes: null }
}

const makeOwner = async (
  { store, ids, now }: World,
  { email, ownerName }: { email: string; ownerName?: string },
  { passwordHash, recoveryCodes }: NonNullable<Prepared>,
) => {
  const { email: address, key } = normalizeEmail(email)!
  const owner = await insertSupervisor(store, {
    id: ids.make('sup'),
    name: ownerName ?? address.slice(0, address.lastIndexOf('@')),
    email: address,
    emailKey: key,
    userName: address,
    userNameKey: key,
    role: 'owner',
    everyProvider: true,
    status: 'active',
    passwordHash,
    passwordChangedAt: now,
    createdAt: now,
  })
  await replaceRecoveryCodes(store, owner.key, recoveryCodes)
  return owner
}

/** From here on everything is written as the default provider's. */
const enterDefaultProvider = async ({ store, ids, now }: World, organization: OrganizationRow) => {
  const id = ids.make('prv')
  const { name } = organization
  const known = { id, reference: 'default', name, isDefault: true, status: 'active' } as const
  const [provider] = await store.db
    .insert(store.table(providersTable))
    .values({ ...known, createdAt: now, ...derivedText({ ...known, email: null }) })
    .returning()
  store.enter(scopeWithin({ provider: provider!.key, providerId: id }, organization))
}
