import { conflict, invalid, notFound, StewardError } from '../../kernel/errors.ts'
import { email, secret, text } from '../../kernel/fields.ts'
import { consumerDemands } from '../passwords/demands.ts'
import { checkPassword } from '../passwords/rules.ts'
import { operation } from '../world.ts'
import { storedContact } from './contact.ts'
import { personFields } from './create.ts'
import { insertConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'

const { company, industry, phone, country, language } = personFields

export const registerConsumer = operation({
  name: 'consumers.register',
  summary: "A person's own sign-up, for the platform: pending until someone approves.",
  effect: 'write',
  actor: 'anyone',
  input: {
    name: text({ about: 'Full name.' }),
    email: email({ about: 'Email address.' }),
    password: secret({ about: 'A password of at least 8 characters.', max: 256 }),
    company,
    industry,
    phone,
    country,
    language,
  },
  output: Consumer,
  async prepare({ read, gateways, dryRun }, { password, ...person }) {
    const words = [person.email, person.name]
    const demands = await read(store => consumerDemands(store, words))
    await checkPassword(password, 'password', demands)
    const contact = await storedContact(person)
    if (!contact.email) throw invalid('email', 'email is required.')
    return { contact, passwordHash: dryRun ? '' : await gateways.passwords.hash(password) }
  },
  async run(world, { password: _, ...person }, { contact, passwordHash }) {
    const { store, now, ids } = world
    // A provider that isn't there takes nobody, nor does one that is disabled.
    if (store.scope.provider === 0) throw notFound('provider')
    const row = await insertConsumer(store, {
      ...person,
      ...contact,
      id: ids.make('con'),
      status: 'pending',
      source: 'application',
      tags: [],
      twoFactor: false,
      passwordHash,
      createdAt: now,
    }).catch(withoutHolder)
    return recordIn(world, row)
  },
})

/** A stranger learns that an address is taken, and not by whom. */
const withoutHolder = (error: unknown): never => {
  if (!(error instanceof StewardError) || error.code !== 'conflict') throw error
  throw conflict(`Somebody is registered with this ${error.field} already.`, { field: error.field })
}
