import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { checkSsoToken } from '../../../src/services/accounts/sso-token-check.ts'
import { revealSsoToken } from '../../../src/services/accounts/sso-token-reveal.ts'
import { rotateSsoToken } from '../../../src/services/accounts/sso-token-rotate.ts'
import { showSsoToken } from '../../../src/services/accounts/sso-token-show.ts'
import { accountsTable } from '../../../src/services/accounts/table.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { nowhere } from '../../../src/store/store.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { signIn } from '../../support/sign-in.ts'

onEveryEngine('the SSO token of an account', engine => {
  it('is made when it is first revealed, kept sealed, masked, and every look at it recorded', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    const account = 'c1'
    const { call: me } = await signIn(house)
    expect(await house.ask(showSsoToken, { account })).toMatchObject({
      ssoToken: null,
      madeAt: null,
    })
    const dry = await house.ask(revealSsoToken, { account }, { ...me, dryRun: true })
    expect(dry).toMatchObject({ ssoToken: null })
    const { ssoToken } = await house.ask(revealSsoToken, { account }, me)
    expect(ssoToken).toMatch(/^sso_[0-9A-Za-z]{40}$/)
    expect(await house.ask(revealSsoToken, { account }, me)).toMatchObject({ ssoToken })
    const masked = `sso_…${ssoToken.slice(-4)}`
    expect(await house.ask(showSsoToken, { account })).toMatchObject({ ssoToken: masked })
    expect(await house.ask(showAccount, { account })).toMatchObject({ ssoToken: masked })
    const [row] = await house.host.store.read(nowhere, tx =>
      tx.db.select().from(tx.table(accountsTable)),
    )
    expect(row!.ssoToken).toMatch(/^v1\./)
    expect(row!.ssoToken).not.toContain(ssoToken)
    const { data } = await house.ask(listEvents, { filter: 'type=accounts.sso-token-reveal' })
    expect(data).toHaveLength(2)
    expect(JSON.stringify(await house.ask(listEvents))).not.toContain(ssoToken)
  })

  it('is another after it was rotated, and links made with the one before do not hold', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    const account = 'c1'
    const { call: me } = await signIn(house)
    expect(await failure(house.ask(checkSsoToken, { account, mac: '00' }))).toMatchObject({
      code: 'illegal_state',
    })
    const linkBy = (token: string) => {
      const ts = house.clock.now.getTime()
      const mac = createHmac('sha256', token).update(`c@x.test${ts}600000`).digest('hex')
      return `https://platform.example/sso/1.0/sso?email=c%40x.test&ts=${ts}&t=600000&mac=${mac}`
    }
    const { ssoToken: first } = await house.ask(revealSsoToken, { account }, me)
    const link = linkBy(first)
    expect(await house.ask(checkSsoToken, { account, link })).toMatchObject({ holds: true })
    const { ssoToken: second } = await house.ask(rotateSsoToken, { account }, me)
    expect(second).not.toBe(first)
    expect(await house.ask(checkSsoToken, { account, link })).toMatchObject({
      holds: false,
      parts: { email: { ok: true }, ts: { ok: true }, t: { ok: true }, mac: { ok: false } },
    })
    expect(await house.ask(checkSsoToken, { account, link: linkBy(second) })).toMatchObject({
      holds: true,
    })
  })

  it('is no one’s who may only read, no key’s, and no one’s whose proof is old', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    const { apiKey } = await house.ask(createKey, { name: 'auditor', role: 'auditor' })
    const auditor = { credential: { kind: 'apiKey', key: apiKey } } as const
    const { call: me } = await signIn(house)
    for (const operation of [revealSsoToken, rotateSsoToken]) {
      const refused = async (call: object) => failure(house.ask(operation, { account: 'c1' }, call))
      expect(await refused(auditor)).toMatchObject({
        details: { permission: operation.name.replace('.', ':') },
      })
      expect(await refused({})).toMatchObject({
        code: 'not_allowed',
        details: { needs: 'session' },
      })
    }
    house.clock.now = new Date(house.clock.now.getTime() + 6 * 60_000)
    expect(await failure(house.ask(revealSsoToken, { account: 'c1' }, me))).toMatchObject({
      code: 'not_allowed',
      details: { needs: 'fresh-factor' },
    })
  })

  it.each([
    [{}, 'link'],
    [{ link: 'https://platform.example/' }, 'link'],
    [{ link: '?mac=00', ts: '1' }, 'link'],
  ])('is not asked for nothing: %j', async (raw, field) => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    expect(await failure(house.ask(checkSsoToken, { account: 'c1', ...raw }))).toMatchObject({
      code: 'invalid_input',
      field,
    })
  })
})
