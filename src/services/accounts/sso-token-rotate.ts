import { operation } from '../world.ts'
import { getAccount } from './queries.ts'
import { account } from './record.ts'
import { refuseClosed } from './rules.ts'
import { makeToken, maskedToken, requirePerson, SsoToken } from './sso.ts'

export const rotateSsoToken = operation({
  name: 'accounts.sso-token-rotate',
  summary: 'Make an account a new SSO token. Links made with the one before stop working at once.',
  effect: 'destroy',
  level: 'account',
  sensitive: true,
  input: { account },
  output: SsoToken,
  shownOnce: ['ssoToken'],
  async run(world, { account }) {
    requirePerson(world.actor)
    const found = await getAccount(world.store, account)
    refuseClosed(found)
    const { row, token } = await makeToken(world, found)
    return { ...maskedToken(row), ssoToken: token }
  },
})
