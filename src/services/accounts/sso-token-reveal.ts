import { operation } from '../world.ts'
import { getAccount } from './queries.ts'
import { account } from './record.ts'
import { makeToken, maskedToken, requirePerson, SsoToken } from './sso.ts'

export const revealSsoToken = operation({
  name: 'accounts.sso-token-reveal',
  summary: 'The SSO token of an account, in full: to a person who proves it is them. Recorded.',
  // It may make the token, and whoever may only read may not have it.
  effect: 'write',
  level: 'account',
  sensitive: true,
  recorded: true,
  input: { account },
  output: SsoToken,
  shownOnce: ['ssoToken'],
  async run(world, { account }) {
    requirePerson(world.actor)
    const found = await getAccount(world.store, account)
    if (found.ssoToken !== null) {
      return { ...maskedToken(found), ssoToken: world.vault.open(found.ssoToken) }
    }
    const { row, token } = await makeToken(world, found)
    return { ...maskedToken(row), ssoToken: token }
  },
})
