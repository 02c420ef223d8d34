import { clearable, integer } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { companyFields, storedCompany } from './company.ts'
import { getAccount, updateAccount } from './queries.ts'
import { Account, account, accountRecord } from './record.ts'
import { refuseClosed } from './rules.ts'
import { seatsGiven } from './seating.ts'
import { refuseFixed, valuesChanged } from './templates.ts'

export const editAccount = operation({
  name: 'accounts.edit',
  summary: 'Change what is known of an account. Its contact email is fixed.',
  effect: 'write',
  level: 'account',
  input: {
    account,
    ...companyFields,
    seats: clearable(integer({ about: 'How many people it may have, its owner too.', min: 1 })),
  },
  output: Account,
  async run(world, { account, seats, ...typed }) {
    const { store } = world
    const found = await getAccount(store, account)
    refuseClosed(found)
    const { name, ...company } = storedCompany(typed)
    const number = await seatsGiven(world, found, seatsTyped(seats))
    await refuseFixed(world, found, [
      ...valuesChanged(found, company),
      ...(number ? ['seats'] : []),
    ])
    // Without a display name of its own it goes by its email (R3.2).
    const patch = { ...company, ...number, name: name === null ? found.email : name }
    return accountRecord(store, await updateAccount(store, found, patch))
  },
})

/** Without a number it may have any. */
const seatsTyped = (seats: number | null | undefined) =>
  seats === null ? { unlimited: true } : { seats }
