/** `steward logout`: the session ends, and nothing of it stays on this machine. */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { catalogue } from '../services/catalogue.ts'
import { generalExits } from './exits.ts'
import { outputFlags } from './options.ts'
import { write } from './output/write.ts'
import type { SessionStore } from './session-store.ts'
import { StewardCommand } from './steward-command.ts'

export const logoutCommandFor = (operation: AnyOperation, examples: readonly string[]) =>
  class extends StewardCommand {
    static override summary = operation.summary
    static operationName = operation.name
    static override exitCodes = generalExits
    static override description =
      'It is forgotten here even when the database can not be reached; then it ends there by itself (exit 8).'
    static override examples = [...examples]
    static override flags = outputFlags

    async run(): Promise<void> {
      await this.typed()
      const host = await this.open({ session: undefined })
      const store = await this.sessionStore(host)
      const token = await takeOut(store)
      const session = token === null ? null : await ended(host, token)
      await this.announce(null)
      const said = token === null ? 'You were not signed in.' : 'You are signed out.'
      await write(this.terminal.stderr, `${said}\n`)
      await this.show({ session }, () => [])
    }
  }

/** Forgotten first: whatever becomes of the rest, this machine is signed out. */
const takeOut = async (store: SessionStore): Promise<string | null> => {
  try {
    return await store.read()
  } finally {
    await store.forget()
  }
}

/** The session as it ended; null when it was over already. */
const ended = async (host: Host, token: string): Promise<unknown> => {
  const credential = { kind: 'session', token } as const
  try {
    const runner = await host.runner()
    const end = await catalogue['sessions.end']()
    return (await runner.run(end, {}, { credential, origin: host.origin })).value
  } catch (error) {
    if (error instanceof StewardError && error.code === 'not_signed_in') return null
    throw new StewardError('unavailable', 'You are signed out here; the database was not told.', {
      hint: 'There the session ends by itself, or by steward me sessions revoke.',
      cause: error,
    })
  }
}
