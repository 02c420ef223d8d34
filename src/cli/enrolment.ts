/** Enrolling an authenticator app at a terminal: the QR code, the first code, the recovery codes. */
import type { Host } from '../host.ts'
import type { Call } from '../kernel/context.ts'
import type { Outcome, Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { askUntilRight } from './codes.ts'
import { qrText } from './output/qr.ts'
import type { Terminal } from './output/terminal.ts'
import { write } from './output/write.ts'

export type Enrolment = { secret: string; uri: string }

/** Asks until the code is right, and answers what confirming it did: the recovery codes. */
export const confirmFirstCode = async (
  runner: Runner,
  { credential, origin }: Pick<Host, 'credential' | 'origin'>,
  enrolment: Enrolment,
  terminal: Terminal,
): Promise<Outcome> => {
  await write(terminal.stderr, await invitation(enrolment, terminal))
  const confirm = await catalogue['me.two-factor-confirm']()
  const call: Call = { credential, origin }
  return askUntilRight(code => runner.run(confirm, { code }, call))
}

/** A QR code says nothing to a screen reader: with ACCESSIBLE=1 there is only the text. */
const invitation = async ({ secret, uri }: Enrolment, terminal: Terminal): Promise<string> => {
  const { accessible, unicode, stderr } = terminal
  const look = { width: stderr.columns || 80, unicode, colours: terminal.colourLevel('stderr') }
  const code = accessible ? null : await qrText(uri, look)
  const grouped = secret.replace(/(.{4})(?=.)/g, '$1 ')
  return [
    ...(code ? ['Scan this with your authenticator app:', '', code] : []),
    code ? 'Or type the secret into it:' : 'Type this secret into your authenticator app:',
    '',
    `  ${grouped}`,
    '',
    'It counts once you have given a code from it.',
    '',
  ].join('\n')
}
