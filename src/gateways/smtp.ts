/** Email by SMTP. The settings come from the environment until gateways have commands of their own. */
import type { SendMailOptions, Transporter } from 'nodemailer'
import { unavailable } from '../kernel/errors.ts'
import type { Delivery, Mail, MailPort } from '../services/world.ts'

type Environment = Record<string, string | undefined>
type Settings = { url: string; from: string; domain: string }

/** `STEWARD_SMTP_URL` (smtp://user:password@host:port, smtps://…) and `STEWARD_MAIL_FROM`. */
export const mailBy = (env: Environment, clock: () => Date): MailPort => ({
  check: () => void settingsOf(env),
  reach: async within => reach(settingsOf(env).url, within),
  async send(mails, within) {
    const settings = settingsOf(env)
    const until = clock().getTime() + within
    const transport = await open(settings.url)
    const deliveries: Delivery[] = []
    try {
      for (const mail of mails) {
        const stop = deliveries.at(-1)?.outcome === 'unreachable' || clock().getTime() >= until
        if (stop) break
        deliveries.push(await deliver(transport, contents(settings, mail), clock))
      }
    } finally {
      transport.close()
    }
    return deliveries
  },
})

/** What nodemailer's codes mean. The server's own words stay out: they may repeat what was sent. */
const obstacles: Record<string, string> = {
  EAUTH: 'It did not accept the name or password.',
  EDNS: 'Its name is not known.',
  ETLS: 'No encrypted connection came about.',
  ETIMEDOUT: 'It does not answer in time.',
  ECONNREFUSED: 'Nothing listens there.',
}

const reach = async (url: string, within: number) => {
  const { createTransport } = await import('nodemailer')
  const { protocol, hostname, port } = new URL(url)
  const server = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  const patience = { connectionTimeout: within, greetingTimeout: within, socketTimeout: within }
  const transport = createTransport({ url, ...patience, dnsTimeout: within })
  const late = new Promise<never>((_, fail) => {
    // Each step has its own patience; a server that is slow at every one of them has not.
    setTimeout(() => fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), within).unref()
  })
  try {
    await Promise.race([transport.verify(), late])
    return { server, problem: null }
  } catch (error) {
    return { server, problem: obstacleIn(error as Error) }
  } finally {
    transport.close()
  }
}

const obstacleIn = ({ code = '', message = '' }: { code?: string; message?: string }): string => {
  const refused = /ECONNREFUSED/.test(message) ? 'ECONNREFUSED' : code
  return obstacles[refused] ?? 'It does not answer as a mail server does.'
}

const deliver = async (
  transport: Transporter,
  options: SendMailOptions,
  clock: () => Date,
): Promise<Delivery> => {
  try {
    await transport.sendMail(options)
    return { outcome: 'sent', at: clock() }
  } catch (error) {
    const { message } = error as Error
    return { outcome: isAboutOne(error as object) ? 'refused' : 'unreachable', error: message }
  }
}

const settingsOf = (env: Environment): Settings => {
  const { STEWARD_SMTP_URL: url, STEWARD_MAIL_FROM: from } = env
  if (!url || !from) {
    throw unavailable('There is no mail server to send by.', {
      hint: 'Set STEWARD_SMTP_URL (smtp://user:password@host:587) and STEWARD_MAIL_FROM.',
    })
  }
  const domain = /@([^\s@<>]+)>?\s*$/.exec(from)?.[1]
  if (!/^smtps?:\/\/[^\s/]/.test(url) || !URL.canParse(url) || !domain) {
    throw unavailable('STEWARD_SMTP_URL or STEWARD_MAIL_FROM is not as it should be.', {
      hint: 'Like smtp://user:password@host:587, and Acme <no-reply@acme.example>.',
    })
  }
  return { url, from, domain }
}

/** One connection for all: no mail waits for another's greeting, and they leave in order. */
const open = async (url: string): Promise<Transporter> => {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    pool: true,
    maxConnections: 1,
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

const contents = ({ from, domain }: Settings, mail: Mail): SendMailOptions => ({
  from,
  // An address object, so that nothing in the text can add a second recipient.
  to: { name: '', address: mail.to },
  subject: mail.subject,
  text: mail.text,
  // The same however often it is tried: a server that took it before can tell.
  messageId: `<${mail.id}@${domain}>`,
  // RFC 3834: no holiday notice answers it.
  headers: { 'Auto-Submitted': 'auto-generated' },
})

/** Says that this mail can't go, while the next one may. A sender refused is refused for all. */
const isAboutOne = ({ code, command }: { code?: string; command?: string }): boolean =>
  ['EENVELOPE', 'EMESSAGE', 'ESTREAM'].includes(code ?? '') && command !== 'MAIL FROM'
