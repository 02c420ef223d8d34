import { operation } from '../world.ts'
import { companyFields, storedCompany } from './company.ts'
import { getAccount, updateAccount } from './queries.ts'
import { Account, account, accountRecord } from './record.ts'
import { refuseClosed } from './rules.ts'

export const editAccount = operation({
  name: 'accounts.edit',
  summary: 'Change what is known of an account. Its contact email is fixed.',
  effect: 'write',
  level: 'account',
  input: { account, ...companyFields },
  output: Account,
  async run({ store }, { account, ...typed }) {
    const found = await getAccount(store, account)
    refuseClosed(found)
    const { name, ...company } = storedCompany(typed)
    // Without a display name of its own it goes by its email (R3.2).
    const patch = { ...company, name: name === null ? found.email : name }
    return accountRecord(store, await updateAccount(store, found, patch))
  },
})
