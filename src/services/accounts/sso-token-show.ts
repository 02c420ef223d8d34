import { operation } from '../world.ts'
import { readAccount } from './queries.ts'
import { account } from './record.ts'
import { maskedToken, SsoToken } from './sso.ts'

export const showSsoToken = operation({
  name: 'accounts.sso-token-show',
  summary: 'The SSO token of an account, masked, and when it was made.',
  effect: 'read',
  level: 'sub-account',
  input: { account },
  output: SsoToken,
  async run({ store }, { account }) {
    return maskedToken(await readAccount(store, account))
  },
})
