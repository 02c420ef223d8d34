import { operation } from '../world.ts'
import { getAccount } from './queries.ts'
import { account } from './record.ts'
import { refuseClosed } from './rules.ts'
import { makeToken, maskedToken, SsoToken } from './sso.ts'

export const rotateSsoToken = operation({
  name: 'accounts.sso-token-rotate',
  summary: 'Make an account a new SSO token. Links made with the one before stop working at once.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  confirm: true,
  input: { account },
  output: SsoToken,
  shownOnce: ['ssoToken'],
  async run(world, { account }) {
    const found = await getAccount(world.store, account)
    refuseClosed(found)
    const { row, token } = await makeToken(world, found)
    return { ...maskedToken(row), ssoToken: token }
  },
})
