import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { scopeWithin } from '../../../src/kernel/context.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { flushOutbox } from '../../../src/services/outbox/flush.ts'
import { claimDue } from '../../../src/services/outbox/queries.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { outboxTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { mailServer, send } from '../../support/mail.ts'

const minutes = (count: number) => count * 60_000

const pass = (house: House, ms: number): void => {
  house.clock.now = new Date(house.clock.now.getTime() + ms)
}

/** The outbox as it lies in the database. */
const rowsOf = (house: House) =>
  house.host.store.engine.read(({ db }) => {
    const table = house.host.store.table(outboxTable)
    return db.select().from(table).orderBy(table.key)
  })

const patchRow = (house: House, recipient: string, patch: object) =>
  house.host.store.engine.write(async ({ db }) => {
    const table = house.host.store.table(outboxTable)
    await db.update(table).set(patch).where(eq(table.recipient, recipient))
    return { commit: true, value: null }
  })

const code = { template: 'consumer.reset-code', data: { name: 'Ada', minutes: 30 } }
const secret = { code: '402931' }

onEveryEngine('outbox.flush', engine => {
  it('sends what waits, once, and erases its secrets', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    await send(house, { ...code, secret }, { channel: 'sms', recipient: '+255712345678' })
    const { id } = (await rowsOf(house))[0]!
    expect((await rowsOf(house))[0]!.sealed).not.toBeNull()
    const flushed = await house.ask(flushOutbox)
    expect(flushed).toEqual({ sent: 1, failed: 0, expired: 0, waiting: 1 })
    expect(await house.ask(flushOutbox)).toEqual({ sent: 0, failed: 0, expired: 0, waiting: 1 })
    expect(received).toHaveLength(1)
    expect(received[0]!.mail).toMatchObject({
      from: { address: 'no-reply@acme.test', name: 'Acme' },
      to: [{ address: 'ada@example.org' }],
      subject: '[Acme] Your code to set a new password',
      text: expect.stringContaining('402931'),
      messageId: `<${id}@acme.test>`,
    })
    expect((await rowsOf(house))[0]).toMatchObject({
      status: 'sent',
      sealed: null,
      lease: null,
      sentAt: house.clock.now,
    })
  })

  it('refuses without mail settings, naming them, and takes nothing in hand', async () => {
    const house = await newHouse(engine)
    await send(house, {})
    for (const dryRun of [false, true]) {
      expect(await failure(house.run(flushOutbox, {}, { dryRun }))).toMatchObject({
        code: 'unavailable',
        hint: expect.stringMatching(/STEWARD_SMTP_URL.*STEWARD_MAIL_FROM/),
      })
    }
    expect(await rowsOf(house)).toMatchObject([{ status: 'queued', lease: null, attempts: 0 }])
  })

  it('takes nothing in hand without the key that its secrets need', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    await send(house, {}, { ...code, secret })
    rmSync(join(house.home, 'secret.key'))
    const refused = await failure(house.run(flushOutbox))
    expect(refused).toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('STEWARD_SECRET_KEY'),
    })
    expect(await rowsOf(house)).toMatchObject([{ status: 'queued' }, { status: 'queued' }])
    expect(received).toEqual([])
  })

  it('lets expire what is too late, SMS too, and erases its secrets', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    const notAfter = new Date(house.clock.now.getTime() + minutes(10))
    const sms = { channel: 'sms' as const, recipient: '+255712345678' }
    await send(house, { ...code, secret, notAfter }, { ...code, ...sms, secret, notAfter })
    pass(house, minutes(10))
    expect(await house.ask(flushOutbox)).toEqual({ sent: 0, failed: 0, expired: 2, waiting: 0 })
    const expired = { status: 'expired', sealed: null }
    expect(await rowsOf(house)).toMatchObject([expired, expired])
    expect(received).toEqual([])
  })

  it('leaves held messages alone', async () => {
    const { env } = await mailServer()
    const house = await newHouse(engine, env)
    await send(house, {})
    await patchRow(house, 'ada@example.org', { status: 'held' })
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 0, waiting: 1 })
  })

  it('tries a refused one again after ever longer pauses, and gives up after five', async () => {
    const refuse = () => 'mailbox unavailable'
    const { env } = await mailServer({ refuse })
    const house = await newHouse(engine, env)
    await send(house, { ...code, secret })
    for (const pause of [1, 2, 4, 8]) {
      expect(await house.ask(flushOutbox)).toMatchObject({ failed: 1, waiting: 1 })
      pass(house, minutes(pause) - 1)
      expect(await house.ask(flushOutbox)).toMatchObject({ failed: 0, waiting: 1 })
      pass(house, 1)
    }
    expect(await rowsOf(house)).toMatchObject([
      { status: 'queued', attempts: 4, lastError: expect.stringContaining(refuse()) },
    ])
    expect(await house.ask(flushOutbox)).toMatchObject({ failed: 1, waiting: 0 })
    expect(await rowsOf(house)).toMatchObject([{ status: 'failed', attempts: 5, sealed: null }])
  })

  it('lets one that is refused stop no other', async () => {
    const { env, received } = await mailServer({
      refuse: address => (address.startsWith('bad') ? 'no' : undefined),
    })
    const house = await newHouse(engine, env)
    await send(
      house,
      { recipient: 'bad@example.org' },
      { recipient: 'not an address' },
      { template: 'consumer.unheard-of' },
      {},
    )
    expect(await house.ask(flushOutbox)).toEqual({ sent: 1, failed: 3, expired: 0, waiting: 3 })
    expect(received.map(one => one.recipients)).toEqual([['ada@example.org']])
    expect((await rowsOf(house)).map(row => row.lastError)).toEqual([
      expect.stringContaining('550 no'),
      'The recipient is not an email address.',
      'There is no such template.',
      null,
    ])
  })

  it('stops when the server hangs up, and lets go of what it did not try', async () => {
    const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
    await new Promise(done => server.once('listening', done))
    const { port } = server.address() as { port: number }
    const house = await newHouse(engine, {
      STEWARD_SMTP_URL: `smtp://127.0.0.1:${port}`,
      STEWARD_MAIL_FROM: 'no-reply@acme.test',
    })
    await send(house, {}, {}, {})
    expect(await failure(house.run(flushOutbox))).toMatchObject({
      code: 'unavailable',
      details: { sent: 0, failed: 1, expired: 0, waiting: 3 },
    })
    server.close()
    expect(await rowsOf(house)).toMatchObject([
      { status: 'queued', attempts: 0, lastError: expect.any(String) },
      { status: 'queued', attempts: 0, lastError: null, lease: null },
      { status: 'queued', attempts: 0, lastError: null, lease: null },
    ])
  })

  it('counts no try while the server can not be reached, until the message expires', async () => {
    const env = {
      STEWARD_SMTP_URL: 'smtp://127.0.0.1:1',
      STEWARD_MAIL_FROM: 'no-reply@acme.test',
    }
    const house = await newHouse(engine, env)
    await send(house, { notAfter: new Date(house.clock.now.getTime() + minutes(10)) })
    for (let past = 0; past < 10; past++) {
      expect(await failure(house.run(flushOutbox))).toMatchObject({ code: 'unavailable' })
      pass(house, minutes(1) - 1)
      expect(await house.ask(flushOutbox)).toMatchObject({ failed: 0, waiting: 1 })
      pass(house, 1)
    }
    expect(await rowsOf(house)).toMatchObject([
      { status: 'queued', attempts: 0, lastError: expect.any(String) },
    ])
    expect(await house.ask(flushOutbox)).toMatchObject({ expired: 1, waiting: 0 })
  })

  it('lets one with which the server was lost stand in line behind the others', async () => {
    let met = 0
    const { env, received } = await mailServer({
      onMailFrom: (_, __, done) => done(met++ === 0 ? new Error('not now') : null),
    })
    const house = await newHouse(engine, env)
    await send(house, { recipient: 'first@example.org' }, { recipient: 'second@example.org' })
    expect(await failure(house.run(flushOutbox))).toMatchObject({ code: 'unavailable' })
    pass(house, minutes(5))
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 2 })
    const order = received.flatMap(one => one.recipients)
    expect(order).toEqual(['second@example.org', 'first@example.org'])
  })

  it('takes over from a sender that died, once its lease has run out', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    await send(house, {})
    const leaseUntil = new Date(house.clock.now.getTime() + minutes(2))
    await patchRow(house, 'ada@example.org', { status: 'sending', lease: 'theirs', leaseUntil })
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 0, waiting: 1 })
    pass(house, minutes(2))
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 1, waiting: 0 })
    expect(received).toHaveLength(1)
  })

  it('writes nothing down about a message that another sender has taken over', async () => {
    const { env } = await mailServer({
      onMailFrom: (_, __, done) =>
        void patchRow(house, 'ada@example.org', { lease: 'theirs' }).then(() => done(null)),
    })
    const house = await newHouse(engine, env)
    await send(house, {})
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 0, waiting: 1 })
    expect(await rowsOf(house)).toMatchObject([{ status: 'sending', lease: 'theirs' }])
  })

  it('sends each once, however many flush at the same time', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    const all = Array.from({ length: 120 }, (_, at) => `${at}@example.org`)
    await send(house, ...all.map(recipient => ({ recipient })))
    const flushed = await Promise.all([1, 2, 3, 4].map(() => house.ask(flushOutbox)))
    expect(flushed.reduce((sum, { sent }) => sum + sent, 0)).toBe(120)
    expect(received.flatMap(one => one.recipients).sort()).toEqual(all.sort())
  })

  it('passes over what another is taking right now', async () => {
    const house = await newHouse(engine)
    await send(house, { recipient: 'a@example.org' }, { recipient: 'b@example.org' })
    const { store } = house.host
    const { now } = house.clock
    const leaseUntil = new Date(now.getTime() + minutes(2))
    const provider = (await rowsOf(house))[0]!.provider
    const scope = scopeWithin({ provider, providerId: '' }, {} as never)
    const take = (lease: string, most: number) =>
      store.write(scope, async tx => {
        const rows = await claimDue(tx, { now, lease, leaseUntil, most })
        return { commit: true, value: rows.map(row => row.recipient) }
      })
    const taken = await Promise.all([take('one', 1), take('two', 1)])
    expect(taken.flat().sort()).toEqual(['a@example.org', 'b@example.org'])
  })

  it('counts on a dry run what would go, and sends nothing', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    const notAfter = house.clock.now
    await send(house, {}, {}, { channel: 'sms' }, { notAfter })
    const dry = await house.run(flushOutbox, {}, { dryRun: true })
    expect(dry.value).toEqual({ sent: 2, failed: 0, expired: 1, waiting: 1 })
    expect(received).toEqual([])
    const queued = { status: 'queued' }
    expect(await rowsOf(house)).toMatchObject([queued, queued, queued, queued])
  })

  it('records counts when something happened, and nothing otherwise', async () => {
    const { env } = await mailServer()
    const house = await newHouse(engine, env)
    await house.run(flushOutbox)
    await send(house, { ...code, secret })
    await house.run(flushOutbox)
    await house.run(flushOutbox)
    const { data } = await house.ask(listEvents, { filter: 'type=outbox.flush' })
    expect(data).toMatchObject([{ status: 'succeeded' }])
    expect(JSON.stringify(data)).not.toMatch(/ada@example|402931/)
  })

  it('makes hostile text one recipient and the headers it should have, no more', async () => {
    const { env, received } = await mailServer()
    const house = await newHouse(engine, env)
    const crlf = 'Ada\r\nBcc: eve@example.org\r\n\r\nHi'
    await house.run(setSetting, { key: 'siteName', value: 'A, B <c@d.test>; "E" é' })
    const recipient = "o'brien+a/b=c@bücher.example"
    await send(
      house,
      {
        recipient,
        template: 'consumer.rejected',
        data: { name: crlf, reason: `${crlf}\x01.\r\n.` },
      },
      { recipient: 'a@example.org,eve@example.org' },
      { recipient: 'a@example.org\r\nRCPT TO:<eve@example.org>' },
      { recipient: '"a@example.org, eve"@example.org' },
    )
    expect(await house.ask(flushOutbox)).toMatchObject({ sent: 1, failed: 3 })
    const [{ recipients, mail }] = received as [(typeof received)[number]]
    expect(recipients).toHaveLength(1)
    expect(mail.to).toHaveLength(1)
    expect(mail.subject).toBe('[A, B <c@d.test>; "E" é] Your registration was not approved')
    expect(mail.headers.map(({ key }) => key).sort()).toEqual([
      'auto-submitted',
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ])
    expect(mail.text).toContain('Hello Ada Bcc: eve@example.org Hi,\n')
    expect(mail.text).toContain('Reason: Ada Bcc: eve@example.org Hi . .\n')
  })
})
