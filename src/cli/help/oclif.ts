/**
 * The help that oclif shows where a command is found the long way: under DEBUG, from source, for a
 * topic by itself. package.json names it as `oclif.helpClass`.
 */
import type { Config } from '@oclif/core/interfaces'
import { tellHelp } from './asked.ts'
import type { Described, Known } from './pages.ts'

export default class {
  private readonly config: Config

  constructor(config: Config) {
    this.config = config
  }

  /** Throws as oclif's own help does, for main.ts to say what is near. */
  async showHelp(argv: readonly string[]): Promise<void> {
    const { commands, pjson } = this.config
    const known: Known = {
      commands: commands as unknown as Described[],
      topics: (pjson.oclif.topics ?? {}) as Known['topics'],
    }
    if (await tellHelp(known, argv)) return
    throw Object.assign(new Error('Command of this name not found.'), { oclif: { exit: 2 } })
  }
}
