/** `steward login`: asks for what is missing, signs in, and keeps the session for the next command. */
import * as Flags from '@oclif/core/flags'
import type { Host } from '../host.ts'
import type { Credential } from '../kernel/context.ts'
import { invalid } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Runner } from '../kernel/runner.ts'
import { catalogue } from '../services/catalogue.ts'
import type { Enrolment } from './enrolment.ts'
import { exitsOf } from './exits.ts'
import { flagsFrom } from './fields.ts'
import { newPasswordMissing, redeemForgotten, sendForgotCode } from './forgotten.ts'
import { missingError, missingFrom, rawInput, type Typed } from './input.ts'
import { outputFlags } from './options.ts'
import { write } from './output/write.ts'
import type { SessionStore } from './session-store.ts'
import { acceptInvitation, type Login, type SignedIn, sendSignInCode, signIn } from './sign-in.ts'
import { StewardCommand } from './steward-command.ts'
import { recoverySections } from './views/profile.ts'
import { type WhoAmI, whoamiSections } from './views/supervisor.ts'

const ways = {
  provider: Flags.string({
    description:
      'The provider whose team you are in, by its reference; else where you signed in last, else the default one.',
    helpValue: 'REFERENCE',
  }),
  'send-code': Flags.boolean({
    description: 'Have a code sent to your email address, and end: sign in with it by --code.',
  }),
  forgot: Flags.boolean({
    description:
      'Set a new password: a code for it is sent to your email address. With --code it takes the new password.',
  }),
}

type Given = { email?: string; password?: string; code?: string } & {
  newPassword?: string
  invitation?: string
}

/** The command asks for whichever of `fields` (email, password and what else there may be) is not
 * given. */
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
      'On a terminal it asks for what is missing, the second factor too. The session is kept in the keychain, or in a file of STEWARD_HOME that only you can read. The provider that you signed in to last is looked in again.'
    static override examples = [...examples]
    static override flags = { ...flagsFrom(fields, []), ...outputFlags, ...ways }
    private provider: string | undefined

    async run(): Promise<void> {
      const typed = await this.typed()
      const host = await this.open({ session: undefined })
      const store = await this.sessionStore(host)
      store.ready()
      const runner = await host.runner()
      this.provider = await this.whereTo(store)
      if (typed.forgot) return this.forgot(runner, host, typed)
      const signedIn = await this.signIn(runner, host, typed)
      if (!signedIn) return
      await store.keep(signedIn.token)
      const credential = { kind: 'session', token: signedIn.token } as const
      await this.tellWho(runner, host, credential, { ...signedIn, store })
    }

    /** Where one is looked for: as it is said, else where one signed in last. */
    private async whereTo(store: SessionStore): Promise<string | undefined> {
      if (this.within !== undefined) return String(this.within)
      const last = store.provider() ?? undefined
      if (last) await this.say(`Provider: ${last}. For another: --provider REFERENCE`)
      return last
    }

    /** Null where a code was sent and nothing else was wanted. */
    private async signIn(runner: Runner, host: Host, typed: Typed): Promise<SignedIn | null> {
      const how = { canAsk: this.canAsk, provider: this.provider }
      const raw = (await rawInput(fields, typed, process)) as Given
      if (raw.invitation !== undefined) {
        // What is signed in with from here on is set by it.
        const newPassword = raw.newPassword ?? raw.password
        if (newPassword === undefined && !this.canAsk) throw newPasswordMissing('invitation')
        await this.announce(null)
        const { invitation } = raw
        const login = await acceptInvitation(runner, host, { invitation, newPassword }, how)
        return signIn(runner, host, login, how)
      }
      const login = await this.complete(host, raw, ['email', 'password'])
      if (!typed['send-code']) return signIn(runner, host, login, how)
      await this.say(await sendSignInCode(runner, host, login, this.provider))
      await this.show({ sent: true })
      return null
    }

    /** What was given, and on a terminal what is asked for. */
    private async complete(
      host: Host,
      { invitation: _, ...raw }: Given,
      wanted: string[],
    ): Promise<Login & Given> {
      const asked = Object.fromEntries(wanted.map(name => [name, fields[name]!]))
      const missing = missingFrom(asked, raw)
      if (missing.length > 0 && !this.canAsk) throw missingError(this.line, asked, raw, [])
      await this.announce(null)
      if (missing.length === 0) return raw as Login
      const { askFor } = await import('./prompts.ts')
      return { ...raw, ...(await askFor(missing, asked, host.clock())) } as Login
    }

    /** Has a code sent; with a code, which a terminal goes on to ask for, sets the new password. */
    private async forgot(runner: Runner, host: Host, typed: Typed): Promise<void> {
      const { provider } = this
      const raw = (await rawInput(fields, typed, process)) as Given
      if (raw.invitation !== undefined) throw invalid('forgot', 'forgot needs no invitation.')
      const { email, password, code, newPassword } = await this.complete(host, raw, ['email'])
      if (code === undefined) {
        await sendForgotCode(runner, host, { email, provider })
        await this.say('If we know you by that, a code is on its way. It is good for 30 minutes.')
        if (!this.canAsk) return this.show({ sent: true })
      }
      const given = { email, code, newPassword: newPassword ?? password }
      const { value } = await redeemForgotten(runner, host, given, {
        canAsk: this.canAsk,
        provider,
      })
      await this.say('Your password is changed. Sign in with it: steward login')
      await this.show(value)
    }

    private async tellWho(
      runner: Runner,
      host: Host,
      credential: Credential,
      { mustEnrol, store }: { mustEnrol: boolean; store: SessionStore },
    ): Promise<void> {
      const call = { credential, origin: host.origin }
      const { value } = await runner.run(await catalogue['me.whoami'](), {}, call)
      const { supervisor, session, provider } = value as WhoAmI
      store.rememberProvider(provider.isDefault ? null : provider.reference)
      await this.say('You are signed in.')
      if (host.credential.kind === 'apiKey')
        await this.say('STEWARD_API_KEY goes before it: unset it to act as yourself.')
      const elsewhere = provider.isDefault ? {} : { provider }
      const who = { supervisor, session, ...elsewhere, ...(mustEnrol && { mustEnrol }) }
      if (mustEnrol && this.canAsk && this.format === 'table') {
        return this.enrol(runner, { credential, origin: host.origin })
      }
      if (mustEnrol)
        await this.say('You need a second factor before anything else: steward me two-factor enrol')
      await this.show(who, whoamiSections as never)
    }

    /** Nothing else is possible before it. */
    private async enrol(runner: Runner, call: Pick<Host, 'credential' | 'origin'>): Promise<void> {
      await this.say('You need a second factor before anything else.')
      const { confirmFirstCode } = await import('./enrolment.ts')
      const { value } = await runner.run(await catalogue['me.two-factor-enrol'](), {}, call)
      const confirmed = await confirmFirstCode(runner, call, value as Enrolment, this.terminal)
      await this.show(confirmed.value, recoverySections as never)
    }

    private async say(text: string): Promise<void> {
      await write(this.terminal.stderr, `${text}\n`)
    }
  }
