import * as z from 'zod/mini'
import { clearable, optional, text } from '../../kernel/fields.ts'
import { typedCountry } from '../countries/countries.ts'
import { userName } from '../team/person.ts'
import { updateSupervisor } from '../team/queries.ts'
import { editedNames } from '../team/rules.ts'
import { operation } from '../world.ts'
import { myself } from './person.ts'
import { Account, accountRecord, Identity, identityRecord } from './record.ts'

export const editMe = operation({
  name: 'me.edit',
  summary: 'Change your name, country or user name.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: {
    firstName: clearable(text({ about: 'First name.', max: 100 })),
    lastName: clearable(text({ about: 'Last name.', max: 100 })),
    country: clearable(text({ about: 'Country: ISO 3166 code or English name.', max: 60 })),
    userName: optional(userName),
  },
  output: z.object({ account: Account, identity: Identity }),
  async run(world, { firstName, lastName, country, userName: named }) {
    const { store } = world
    const me = await myself(world)
    const first = firstName === undefined ? me.firstName : firstName
    const last = lastName === undefined ? me.lastName : lastName
    const row = await updateSupervisor(store, me, {
      firstName,
      lastName,
      country: typedCountry(country),
      // Until both are known, the name that they were given stays.
      name: first && last ? `${first} ${last}` : editedNames(me, { firstName, lastName }).name,
      userName: named,
      userNameKey: named?.toLowerCase(),
    })
    return { account: accountRecord(row), identity: identityRecord(row) }
  },
})
