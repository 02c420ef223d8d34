import * as z from 'zod/mini'
import { conflict } from '../../kernel/errors.ts'
import { clearable, optional, text } from '../../kernel/fields.ts'
import { typedCountry } from '../countries/countries.ts'
import { findByLogin } from '../team/queries.ts'
import { supervisorsTable } from '../team/table.ts'
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
    userName: optional(
      text({
        about: 'What you may sign in with besides your email address; unique here.',
        max: 60,
        pattern: /^[A-Za-z0-9][A-Za-z0-9._-]+$/,
        shape: 'two or more letters, digits, dots, dashes or underscores',
      }),
    ),
  },
  output: z.object({ account: Account, identity: Identity }),
  async run(world, { firstName, lastName, country, userName }) {
    const { store } = world
    const me = await myself(world)
    const first = firstName === undefined ? me.firstName : firstName
    const last = lastName === undefined ? me.lastName : lastName
    const other = userName === undefined ? null : await findByLogin(store, userName)
    if (other && other.key !== me.key) {
      throw conflict('Somebody else has this user name.', { field: 'userName' })
    }
    const row = await store.update(supervisorsTable, me, {
      firstName,
      lastName,
      country: typedCountry(country),
      // Who has neither keeps the name they were given.
      name: [first, last].filter(Boolean).join(' ') || me.name,
      userName,
      userNameKey: userName?.toLowerCase(),
    })
    return { account: accountRecord(row), identity: identityRecord(row) }
  },
})
