/** A mail server on the loopback that keeps what it is given, and a way to put messages in line. */
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'
import type { OutgoingMessage } from '../../src/kernel/context.ts'
import { operation } from '../../src/services/world.ts'
import type { House } from './house.ts'

export type Received = { recipients: string[]; raw: string; mail: Email }

export type MailServer = {
  env: Record<string, string>
  received: Received[]
  close(): Promise<void>
}

/** `refuse` answers what to say to a recipient, if not yes. */
export const mailServer = async (
  options: { refuse?: (recipient: string) => string | undefined } & SMTPServerOptions = {},
): Promise<MailServer> => {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _, done) => {
      const refusal = options.refuse?.(address)
      done(refusal ? Object.assign(new Error(refusal), { responseCode: 550 }) : null)
    },
    async onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      for await (const part of stream) parts.push(part as Buffer)
      const raw = Buffer.concat(parts).toString('utf8')
      const recipients = envelope.rcptTo.map(({ address }) => address)
      received.push({ recipients, raw, mail: await PostalMime.parse(raw) })
      done(null)
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  const close = () => new Promise<void>(done => server.close(() => done()))
  onTestFinished(close)
  const env = {
    STEWARD_SMTP_URL: `smtp://127.0.0.1:${port}`,
    STEWARD_MAIL_FROM: 'Acme <no-reply@acme.test>',
  }
  return { env, received, close }
}

/** Puts messages in the outbox, as an operation does. */
export const send = (house: House, ...messages: Partial<OutgoingMessage>[]): Promise<unknown> =>
  house.run(
    operation({
      name: 'tests.send',
      summary: 'Puts messages in the outbox.',
      effect: 'write',
      input: {},
      output: undefined as never,
      async run({ outbox, now }) {
        for (const message of messages) {
          await outbox.send({
            channel: 'email',
            recipient: 'ada@example.org',
            template: 'consumer.approved',
            data: { name: 'Ada' },
            notAfter: new Date(now.getTime() + 3_600_000),
            subject: 'con_1',
            ...message,
          })
        }
        return null
      },
    }),
  )
