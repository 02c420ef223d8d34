import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mailBy } from '../../src/gateways/smtp.ts'
import type { Mail } from '../../src/services/world.ts'
import { mailServer } from '../support/mail.ts'

const clock = () => new Date('2026-03-01T12:00:00.000Z')
const plain: Mail = { id: 'msg_1', to: 'ada@example.org', subject: 'Hello', text: 'Hi\n' }

const sent = async (mail: Partial<Mail>) => {
  const { env, received } = await mailServer()
  const deliveries = await mailBy(env, clock).send([{ ...plain, ...mail }], 1000)
  return { deliveries, received }
}

describe('mail by SMTP', () => {
  it('leaves with the headers of a notice and a Message-ID made of its id', async () => {
    const { deliveries, received } = await sent({})
    expect(deliveries).toEqual([{ outcome: 'sent', at: clock() }])
    expect(received[0]!.mail).toMatchObject({
      from: { name: 'Acme', address: 'no-reply@acme.test' },
      to: [{ name: '', address: 'ada@example.org' }],
      subject: 'Hello',
      text: 'Hi\n',
      messageId: '<msg_1@acme.test>',
    })
    expect(received[0]!.mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    )
  })

  it.each([
    'a@example.org,eve@example.org',
    'a@example.org;eve@example.org',
    'a@example.org, Eve <eve@example.org>',
    'a@example.org\r\nBcc: eve@example.org',
    'a@example.org>\r\nRCPT TO:<eve@example.org',
    'a\0@example.org',
    '"a@example.org, eve"@example.org',
    'friends: a@example.org, eve@example.org;',
  ])('never makes two recipients of one: %j', async to => {
    const { received } = await sent({ to })
    expect(received.flatMap(({ recipients }) => recipients).length).toBeLessThan(2)
    for (const { mail } of received) {
      expect(mail.to ?? []).toHaveLength(1)
      expect(mail.bcc).toBeUndefined()
    }
  })

  it.each([
    'a\r\nBcc: eve@example.org',
    'a\nBcc: eve@example.org\n\nHi',
    'a\r\n\r\nHi',
    'nul\0and\x01',
    'commas, "quotes" <and@brackets.example>',
    `long ${'é'.repeat(500)}`,
    '=?utf-8?q?=0ABcc:_eve@example.org?=',
  ])('makes nothing but a subject of a subject: %j', async subject => {
    const { received } = await sent({ subject })
    const { mail, recipients } = received[0]!
    expect(recipients).toEqual(['ada@example.org'])
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
    expect(mail.text).toBe('Hi\n')
  })

  it('carries a text as it is, dots and long lines included', async () => {
    const text = `.\n..\nFrom here\n${'é'.repeat(3000)}\n.\n`
    const { received } = await sent({ text })
    expect(received[0]!.mail.text).toBe(text)
  })

  it('begins no mail once its time is over', async () => {
    const { env, received } = await mailServer()
    const times = [0, 0, 400, 400, 800, 800, 1200, 1200].values()
    const ticking = () => new Date(times.next().value!)
    const deliveries = await mailBy(env, ticking).send([plain, plain, plain, plain], 1000)
    expect(deliveries).toHaveLength(3)
    expect(received).toHaveLength(3)
  })

  it.each([
    [{}, 'There is no mail server to send by.'],
    [{ STEWARD_SMTP_URL: 'smtp://127.0.0.1' }, 'There is no mail server to send by.'],
    [
      { STEWARD_SMTP_URL: '127.0.0.1:25', STEWARD_MAIL_FROM: 'a@acme.test' },
      'STEWARD_SMTP_URL or STEWARD_MAIL_FROM is not as it should be.',
    ],
    [
      { STEWARD_SMTP_URL: 'smtp://127.0.0.1', STEWARD_MAIL_FROM: 'Acme' },
      'STEWARD_SMTP_URL or STEWARD_MAIL_FROM is not as it should be.',
    ],
  ])('says which settings are missing or wrong: %j', (env, message) => {
    expect(() => mailBy(env, clock).check()).toThrow(message)
  })
})

describe('reaching a mail server', () => {
  it('sends nothing, and names the server without its password', async () => {
    const { env, received } = await mailServer()
    const url = env.STEWARD_SMTP_URL!
    const found = await mailBy(env, clock).reach(2000)
    expect(found).toEqual({ server: url.slice('smtp://'.length), problem: null })
    expect(received).toEqual([])
  })

  it('tells a password that is not accepted, and repeats it nowhere', async () => {
    const { env } = await mailServer({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _, done) => done(new Error(`not ${password}`)),
    })
    const url = env.STEWARD_SMTP_URL!.replace('//', '//steward:hunter2@')
    const found = await mailBy({ ...env, STEWARD_SMTP_URL: url }, clock).reach(2000)
    expect(found.problem).toBe('It did not accept the name or password.')
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('tells a closed port, a silent server and one that speaks otherwise, within its time', async () => {
    const reached = async (port: number) => {
      const env = { STEWARD_SMTP_URL: `smtp://127.0.0.1:${port}`, STEWARD_MAIL_FROM: 'a@b.test' }
      return (await mailBy(env, clock).reach(500)).problem
    }
    const closed = await listening(() => undefined)
    closed.server.close()
    expect(await reached(closed.port)).toBe('Nothing listens there.')
    const silent = await listening(() => undefined)
    const begun = performance.now()
    expect(await reached(silent.port)).toBe('It does not answer in time.')
    expect(performance.now() - begun).toBeLessThan(1500)
    const other = await listening(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await reached(other.port)).toBe('It does not answer as a mail server does.')
  })

  it('is refused where none is set', async () => {
    await expect(mailBy({}, clock).reach(500)).rejects.toThrow('no mail server')
  })
})

const listening = async (answer: (socket: Socket) => void) => {
  const server = createServer(answer)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as AddressInfo).port }
}
