/** `steward login`: asks for what is missing, signs in, and keeps the session for the next command. */
import * as Flags from '@oclif/core/flags'
import type { Host } from '../host.ts'
import { invalid, StewardError } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import { tell } from './codes.ts'
import { exitsOf } from './exits.ts'
import { flagsFrom } from './fields.ts'
import { missingError, missingFrom, rawInput, type Typed } from './input.ts'
import { outputFlags } from './options.ts'
import { write } from './output/write.ts'
import { asNobody, type Login, sendSignInCode, signIn } from './sign-in.ts'
import { StewardCommand } from './steward-command.ts'
import { type WhoAmI, whoamiSections } from './views/supervisor.ts'

const ways = {
  'send-code': Flags.boolean({
    description: 'Have a code sent to your email address, and end: sign in with it by --code.',
  }),
  forgot: Flags.boolean({
    description:
      'Set a new password: a code for it is sent to your email address. With --code it takes the new password.',
  }),
}

/** The command asks for whichever of `fields` (email, password and code) is not given. */
export const loginCommandFor = (
  operation: AnyOperation,
  fields: Fields,
  examples: readonly string[],
) =>
  class extends StewardCommand {
    static override summary = operation.summary
    static operationName = operation.name
    static override exitCodes = exitsOf(operation)
    static override description =
      'On a terminal it asks for what is missing, the second factor too. The session is kept in the keychain, or in a file of STEWARD_HOME that only you can read.'
    static override examples = [...examples]
    static override flags = { ...flagsFrom(fields, []), ...ways, ...outputFlags }

    async run(): Promise<void> {
      const typed = await this.typed()
      const host = await this.open({ session: undefined })
      const store = await this.sessionStore(host)
      store.ready()
      const runner = await host.runner()
      if (typed.forgot) return this.forgot(runner, host, typed)
      const { code, ...login } = await this.login(host, typed, ['email', 'password'])
      if (typed['send-code']) return this.sendCode(runner, host, login)
      const token = await signIn(runner, host, { ...login, code }, this.canAsk)
      await store.keep(token)
      await this.tellWho(runner, host, token)
    }

    /** What was given, and on a terminal what is asked for. */
    private async login(
      host: Host,
      typed: Typed,
      wanted: string[],
    ): Promise<Login & { code?: string }> {
      const raw = await rawInput(fields, typed, process)
      const asked = Object.fromEntries(wanted.map(name => [name, fields[name]!]))
      const missing = missingFrom(asked, raw)
      if (missing.length > 0 && !this.canAsk) throw missingError(this.line, asked, raw, [])
      await this.announce(null)
      if (missing.length === 0) return raw as Login
      const { askFor } = await import('./prompts.ts')
      return { ...raw, ...(await askFor(missing, asked, host.clock())) } as Login
    }

    private async sendCode(runner: Runner, host: Host, login: Login): Promise<void> {
      await this.say(await sendSignInCode(runner, host, login))
      await this.show({ sent: true })
    }

    /** Has a code sent; with a code, which a terminal goes on to ask for, sets the new password. */
    private async forgot(runner: Runner, host: Host, typed: Typed): Promise<void> {
      const { email, password, code } = await this.login(host, typed, ['email'])
      if (code === undefined) {
        await this.sendForgotCode(runner, host, email)
        if (!this.canAsk) return this.show({ sent: true })
      }
      const redeem = await catalogue['sessions.redeem-forgot']()
      const given = { email, code, newPassword: password }
      const missing = missingFrom(redeem.input as Fields, given)
      if (missing.length > 0 && !this.canAsk) throw newPasswordMissing()
      const { askFor } = await import('./prompts.ts')
      const answers = await askFor(missing, redeem.input as Fields, host.clock())
      const { value } = await runner.run(redeem, { ...given, ...answers }, asNobody(host))
      await this.say('Your password is changed. Sign in with it: steward login')
      await this.show(value)
    }

    private async sendForgotCode(runner: Runner, host: Host, email: string): Promise<void> {
      const forgot = await catalogue['sessions.forgot']()
      const outcome = await runner.run(forgot, { email }, asNobody(host))
      try {
        host.gateways.mail.check()
      } catch (error) {
        if (error instanceof StewardError) tell(error)
      }
      // Whether there is anybody to send it to is not told.
      await host.deliver(outcome).catch(() => 0)
      await this.say('If we know you by that, a code is on its way. It is good for 30 minutes.')
    }

    private async tellWho(runner: Runner, host: Host, token: string): Promise<void> {
      const call = { credential: { kind: 'session', token } as const, origin: host.origin }
      const { value } = await runner.run(await catalogue['me.whoami'](), {}, call)
      const { supervisor, session } = value as WhoAmI
      await this.say('You are signed in.')
      if (host.credential.kind === 'apiKey')
        await this.say('STEWARD_API_KEY goes before it: unset it to act as yourself.')
      await this.show({ supervisor, session }, whoamiSections as never)
    }

    private async say(text: string): Promise<void> {
      await write(this.terminal.stderr, `${text}\n`)
    }
  }

const newPasswordMissing = () =>
  invalid(
    'password',
    'The new password is missing.',
    'Like this: steward login --forgot --email EMAIL --code CODE --password-stdin',
  )
