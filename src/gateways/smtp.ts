/** Email by SMTP. The settings come from the environment until gateways have commands of their own. */
import { unavailable } from '../kernel/errors.ts'
import type { Mail } from '../services/world.ts'

type Settings = Record<string, string | undefined>

/** `STEWARD_SMTP_URL` (smtp://user:password@host:port, smtps://…) and `STEWARD_MAIL_FROM`. */
export const sendMail = async (env: Settings, mail: Mail): Promise<string> => {
  const url = env.STEWARD_SMTP_URL
  const from = env.STEWARD_MAIL_FROM
  if (!url || !from) {
    throw unavailable('There is no mail server to send by.', {
      hint: 'Set STEWARD_SMTP_URL (smtp://user:password@host:587) and STEWARD_MAIL_FROM.',
    })
  }
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url, connectionTimeout: 10_000, socketTimeout: 30_000 })
  try {
    // An address object, so that nothing in the text can add a second recipient.
    const to = { name: '', address: mail.to }
    const sent = await transport.sendMail({
      ...mail,
      from,
      to,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return sent.response
  } finally {
    transport.close()
  }
}
