/** A new password by a link or a code that was sent: once, in time, and not by guessing. */
import { expect, it } from 'vitest'
import { openKeyring } from '../../../src/gateways/keyring.ts'
import type { Call } from '../../../src/kernel/context.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { redeemReset } from '../../../src/services/consumers/redeem-reset.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { setPassword } from '../../../src/services/consumers/set-password.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { listMessages } from '../../../src/services/messages/list.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { bring, bringOne, dump, messagesOf } from '../../support/people.ts'
import { scopeOf } from '../../support/trial.ts'

const email = 'ada@example.org'
const phone = '+255712345678'
const nobody: Partial<Call> = { credential: { kind: 'none' } }
const newPassword = 'a brand new pass phrase'

const redeem = (house: House, raw: Record<string, unknown>) =>
  house.ask(redeemReset, { newPassword, ...raw }, nobody)

const later = (house: House, milliseconds: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + milliseconds)
}

/** What the last message holds for the person alone. */
const opened = async (house: House): Promise<{ link?: string; code?: string }> => {
  const { sealed } = (await messagesOf(house)).at(-1)!
  const { organization } = await scopeOf(house)
  const keyring = openKeyring({ home: house.home, fromEnvironment: () => undefined })
  return JSON.parse(keyring.vault(organization).open(sealed!))
}

const send = async (house: House, consumer: string) => {
  const answer = await house.ask(resetPassword, { consumer })
  const { link, code } = await opened(house)
  return { answer, token: link ? new URL(link).searchParams.get('token')! : undefined, code }
}

const withPlatform = async (engine: 'sqlite' | 'postgres') => {
  const house = await newHouse(engine)
  await house.run(setSetting, { key: 'platform.url', value: 'https://app.example.org/' })
  return { house, ...(await bringOne(house, { name: 'Ada Lovelace', email, externalId: 'x1' })) }
}

const withoutPlatform = async (engine: 'sqlite' | 'postgres') => {
  const house = await newHouse(engine)
  return { house, ...(await bringOne(house, { name: 'Ada Lovelace', email, externalId: 'x1' })) }
}

const wrong = { code: 'not_signed_in', message: 'This link or code does not work.' }

onEveryEngine('consumers.reset-password', engine => {
  it('sends many theirs at once, each one alone, and what was sent before is void', async () => {
    const house = await newHouse(engine)
    const people = ['Ada', 'Bob'].map(name => ({ name, email: `${name}@example.org` }))
    await bring(house, ...people, { name: 'Eve', externalId: 'x-9' })
    const sendAll = async () => {
      const bulk = await house.bulk(resetPassword)
      const { targets } = await bulk.select(listConsumers, { filter: 'created>=2026-01-01' })
      const run = await bulk.begin({ input: {}, targets, asked: {} })
      const results = []
      for await (const { result } of run.each(run.rows())) results.push(result)
      return results
    }
    expect(await sendAll()).toEqual(['done', 'done', 'failed'])
    const { code } = await opened(house)
    expect(await sendAll()).toEqual(['done', 'done', 'failed'])
    expect(await house.ask(listMessages)).toMatchObject({ total: 4 })
    const again = await opened(house)
    const bob = { email: 'bob@example.org' }
    expect(await failure(redeem(house, { ...bob, code }))).toMatchObject(wrong)
    await redeem(house, { ...bob, code: again.code })
    expect(await failure(redeem(house, { ...bob, code: again.code }))).toMatchObject(wrong)
  })

  it('sends a link under the platform, good for half an hour', async () => {
    const { house, id } = await withPlatform(engine)
    const { answer } = await send(house, id)
    const expiresAt = '2026-03-01T12:30:00.000Z'
    expect(answer).toEqual({ id, kind: 'link', sentTo: email, expiresAt })
    const { link } = await opened(house)
    expect(link).toMatch(/^https:\/\/app\.example\.org\/reset-password\?token=[0-9A-Za-z]{43}$/)
    const [message] = await messagesOf(house)
    expect(message).toMatchObject({
      channel: 'email',
      recipient: email,
      template: 'consumer.reset-link',
      notAfter: new Date(expiresAt),
    })
  })

  it('sends a code where the platform has no address, and by SMS to whom has no email', async () => {
    const { house, id } = await withoutPlatform(engine)
    expect((await send(house, id)).code).toMatch(/^\d{8}$/)
    const bob = await bringOne(house, { name: 'Bob', phone })
    const { answer, code } = await send(house, bob.id)
    expect(answer).toMatchObject({ kind: 'code', sentTo: phone })
    expect((await messagesOf(house)).at(-1)).toMatchObject({ channel: 'sms' })
    expect(await redeem(house, { phone: '+255 712 345 678', code })).toEqual({ id: bob.id })
  })

  it('says so when there is no way to reach them', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    const refused = await failure(house.run(resetPassword, { consumer: id }))
    expect(refused).toMatchObject({ code: 'illegal_state', hint: expect.stringContaining('edit') })
  })

  it('makes no secret on a dry run and shows the message masked', async () => {
    for (const { house, id } of [await withPlatform(engine), await withoutPlatform(engine)]) {
      const dry = await house.run(resetPassword, { consumer: id }, { dryRun: true })
      expect(dry.messages).toMatchObject([{ recipient: email, data: { minutes: 30 } }])
      expect(JSON.stringify(dry)).toContain('(hidden)')
      expect(JSON.stringify(dry)).not.toMatch(/token=\w|\d{8}"/)
      expect(await messagesOf(house)).toEqual([])
    }
  })

  it('leaves the secret nowhere: not in the database, a list, or an answer', async () => {
    for (const { house, id } of [await withPlatform(engine), await withoutPlatform(engine)]) {
      const { answer, token, code } = await send(house, id)
      const secret = token ?? code!
      expect((await messagesOf(house))[0]!.sealed).toBeTruthy()
      expect(await dump(house)).not.toContain(secret)
      const listed = await house.ask(listMessages)
      expect(JSON.stringify([answer, listed])).not.toContain(secret)
      await redeem(house, { ...(token ? { token } : { code, email }) })
      const all = await dump(house)
      expect(all).not.toContain(secret)
      expect(all).not.toContain(newPassword)
    }
  })
})

onEveryEngine('consumers.redeem-reset', engine => {
  it('sets the password once, tells the person, and a second time does not work', async () => {
    for (const { house, id } of [await withPlatform(engine), await withoutPlatform(engine)]) {
      const { token, code } = await send(house, id)
      const given = token ? { token } : { code, email }
      expect(await redeem(house, given)).toEqual({ id })
      expect((await messagesOf(house)).at(-1)).toMatchObject({
        template: 'consumer.password-changed',
      })
      expect(await house.ask(signIn, { email, password: newPassword }, nobody)).toMatchObject({
        mustChangePassword: false,
      })
      expect(await failure(redeem(house, given))).toMatchObject(wrong)
    }
  })

  it('of two at once lets one win', async () => {
    const { house, id } = await withPlatform(engine)
    const { token } = await send(house, id)
    const both = await Promise.allSettled([1, 2].map(() => redeem(house, { token })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = both.find(one => one.status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject(wrong)
  })

  it('refuses what has expired, to the millisecond', async () => {
    for (const wait of [30 * 60_000, 30 * 60_000 - 1]) {
      const { house, id } = await withPlatform(engine)
      const { token } = await send(house, id)
      later(house, wait)
      const answer = await redeem(house, { token }).catch(error => error)
      expect(answer).toMatchObject(wait === 30 * 60_000 ? wrong : { id })
    }
  })

  it('refuses an earlier link or code once a newer one was sent', async () => {
    const { house, id } = await withoutPlatform(engine)
    const first = await send(house, id)
    const second = await send(house, id)
    expect(await failure(redeem(house, { email, code: first.code }))).toMatchObject(wrong)
    expect(await redeem(house, { email, code: second.code })).toEqual({ id })
  })

  it('refuses what was sent before a password was set, an address changed or the person deleted', async () => {
    const changes: ((house: House, id: string) => Promise<unknown>)[] = [
      (house, consumer) => house.run(setPassword, { consumer, password }),
      (house, consumer) => house.run(editConsumer, { consumer, email: 'new@example.org' }),
      (house, consumer) => house.run(deleteConsumer, { consumer }),
      (house, consumer) => house.run(editConsumer, { consumer, phone: '+255712345678' }),
      house => bringOne(house, { externalId: 'x1', email: 'new@example.org' }),
    ]
    for (const change of changes) {
      const { house, id } = await withPlatform(engine)
      const { token } = await send(house, id)
      await change(house, id)
      expect(await failure(redeem(house, { token }))).toMatchObject(wrong)
    }
  })

  it('is not used up by a new password that will not do', async () => {
    const { house, id } = await withPlatform(engine)
    const { token } = await send(house, id)
    for (const bad of ['short', 'aaaaaaaaaaaa', 'ada lovelace', email]) {
      const refused = await failure(redeem(house, { token, newPassword: bad }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'newPassword' })
    }
    expect(await redeem(house, { token })).toEqual({ id })
  })

  it('does not tell by a bad password whether there is such a person', async () => {
    const { house } = await withoutPlatform(engine)
    const answers = []
    for (const address of [email, 'who@example.org']) {
      const raw = { email: address, code: '00000000' }
      answers.push(await failure(redeem(house, { ...raw, newPassword: 'Ada Lovelace' })))
      answers.push(await failure(redeem(house, { ...raw, newPassword: 'ADA@example.org' })))
    }
    for (const answer of answers.slice(0, 1)) expect(answer).toMatchObject(wrong)
    expect(answers[2]).toEqual(answers[0])
  })

  it('counts wrong codes and slows them, however the address is spelled', async () => {
    const { house, id } = await withoutPlatform(engine)
    const { code } = await send(house, id)
    const spelled = ['ADA@example.org', 'ada@ｅxample.org', 'ada@example.ｏrg']
    for (const address of spelled) {
      expect(await failure(redeem(house, { email: address, code: '0' }))).toMatchObject(wrong)
    }
    const slowed = await failure(redeem(house, { email, code }))
    expect(slowed).toMatchObject({ code: 'not_signed_in', details: { retryAfter: 2 } })
    later(house, 2000)
    expect(await redeem(house, { email, code })).toEqual({ id })
  })

  it('takes no code as a token: that would be a guess uncounted', async () => {
    const { house, id } = await withoutPlatform(engine)
    const { code } = await send(house, id)
    for (const token of [code, `1:${code}`, `code:1:${code}`]) {
      expect(await failure(redeem(house, { token }))).toMatchObject(wrong)
    }
    expect(await redeem(house, { email, code })).toEqual({ id })
  })

  it('takes no code of somebody else, and needs to know whose it is', async () => {
    const { house, id } = await withoutPlatform(engine)
    await bringOne(house, { name: 'Eve', email: 'eve@example.org' })
    const { code } = await send(house, id)
    expect(await failure(redeem(house, { email: 'eve@example.org', code }))).toMatchObject(wrong)
    expect(await failure(redeem(house, { code }))).toMatchObject({ code: 'invalid_input' })
    expect(await failure(redeem(house, { email }))).toMatchObject({ code: 'invalid_input' })
  })

  it('has no dry run', async () => {
    const { house, id } = await withPlatform(engine)
    const { token } = await send(house, id)
    const dry = house.run(redeemReset, { token, newPassword }, { ...nobody, dryRun: true })
    expect(await failure(dry)).toMatchObject({ code: 'invalid_input', field: 'dryRun' })
    expect(await redeem(house, { token })).toEqual({ id })
  })
})
