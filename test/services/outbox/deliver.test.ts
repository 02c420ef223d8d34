import { expect, it } from 'vitest'
import { deliverMessage } from '../../../src/services/outbox/deliver.ts'
import { deliverNow } from '../../../src/services/outbox/now.ts'
import { forgotPassword } from '../../../src/services/sessions/forgot.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { mailServer, send } from '../../support/mail.ts'
import { messagesOf } from '../../support/people.ts'
import { nobody, owner } from '../../support/sign-in.ts'

onEveryEngine('outbox.deliver', engine => {
  it('sends the code that somebody waits for, and nothing else', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    await send(house, {})
    const outcome = await house.run(forgotPassword, { email: owner }, nobody)
    const runner = await house.host.runner()
    expect(await deliverNow(runner, house.host.origin, outcome)).toBe(1)
    expect(await deliverNow(runner, house.host.origin, outcome)).toBe(0)
    expect(received.map(({ recipients }) => recipients)).toEqual([[owner]])
    expect((await messagesOf(house)).map(({ status, sealed }) => ({ status, sealed }))).toEqual([
      { status: 'queued', sealed: null },
      { status: 'sent', sealed: null },
    ])
  })

  it('leaves SMS and what a dry run only showed alone', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    const runner = await house.host.runner()
    const sms = { id: 'msg_1', channel: 'sms' }
    const { origin } = house.host
    expect(await deliverNow(runner, origin, { messages: [sms], dryRun: false })).toBe(0)
    const mail = { id: 'msg_2', channel: 'email' }
    expect(await deliverNow(runner, origin, { messages: [mail], dryRun: true })).toBe(0)
    expect(received).toEqual([])
  })

  it('keeps what the server did not take, to be sent later', async () => {
    const { env } = await mailServer({ refuse: () => '550 no such mailbox' })
    const house = await newHouse(engine, env)
    const outcome = await house.run(forgotPassword, { email: owner }, nobody)
    const delivery = deliverNow(await house.host.runner(), house.host.origin, outcome)
    expect(await failure(delivery)).toMatchObject({ code: 'unavailable' })
    expect(await messagesOf(house)).toMatchObject([
      { status: 'queued', attempts: 1, lastError: expect.stringContaining('no such mailbox') },
    ])
  })

  it('is for Steward itself, not for people or keys', async () => {
    const { env } = await mailServer()
    const house = await newHouse(engine, env)
    expect(await failure(house.run(deliverMessage, { message: 'msg_1' }))).toMatchObject({
      code: 'not_allowed',
    })
  })
})
