import * as Flags from '@oclif/core/flags'
import { type Demo, openDemo, tellDemo } from '../cli/demo.ts'
import { StewardCommand } from '../cli/steward-command.ts'
import { consumerStats } from '../services/consumers/stats.ts'
import { buildDemo } from '../services/demo/build.ts'

export default class extends StewardCommand {
  static override summary = 'Look around in an organisation of 500 invented people.'
  static override description =
    'It has a folder and a SQLite file of its own, whatever STEWARD_DATABASE_URL says. Running it again shows it again.'
  static override examples = ['steward demo', 'steward demo --reset --folder ./demo --json']
  static override flags = {
    folder: Flags.string({
      description: 'Where; demo in STEWARD_HOME unless given.',
      helpValue: 'DIR',
    }),
    seed: Flags.string({ description: 'The same number makes the same people.', helpValue: 'N' }),
    reset: Flags.boolean({ description: 'Start over. Refuses a folder that is not a demo.' }),
    json: Flags.boolean({ description: 'The folder, the key and the figures as JSON.' }),
    'no-color': Flags.boolean({ description: 'No colours.' }),
  }

  async run(): Promise<void> {
    const flags = await this.typed()
    const opened = await openDemo(flags, options => this.open(options), buildDemo)
    const runner = await opened.host.runner()
    const figures = await runner.run(consumerStats, { days: 30 }, opened.call)
    const demo = { ...opened, figures: figures.value } as Demo
    await tellDemo(demo, this.terminal, !!flags.json)
  }
}
