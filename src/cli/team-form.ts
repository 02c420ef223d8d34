/** Adding somebody to the team at a terminal: roles are chosen from, and what they reach is asked. */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { catalogue } from '../services/catalogue.ts'
import { commandFor, type Face } from './command.ts'

type Roles = { data: { name: string; provider: string | null }[] }
type Who = { provider: { id: string } }

export const newMemberCommandFor = (operation: AnyOperation, face: Face) =>
  class extends commandFor(operation, face) {
    protected override async askable(host: Host, fields: Fields): Promise<Fields> {
      const { email, name, role, accounts, ...rest } = fields
      return {
        email: email!,
        name: { ...name!, required: true },
        role: { ...role!, choices: await this.roles(host) },
        accounts: { ...accounts!, required: true },
        ...rest,
      }
    }

    /** Of the provider at hand; undefined for whoever may not see them, who types one. */
    private async roles(host: Host): Promise<string[] | undefined> {
      const [list, who] = [await catalogue['roles.list'](), await catalogue['me.whoami']()]
      const runner = await host.runner()
      const ask = async (operation: AnyOperation, raw = {}) =>
        (await runner.run(operation, raw, this.call(host, operation))).value
      try {
        const { data } = (await ask(list, { limit: 100 })) as Roles
        const own = ((await ask(who)) as Who).provider.id
        return data
          .filter(({ provider }) => provider === null || provider === own)
          .map(({ name }) => name)
      } catch (error) {
        if (error instanceof StewardError && error.code === 'not_allowed') return undefined
        throw error
      }
    }
  }
