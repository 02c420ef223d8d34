import { commandFor } from '../cli/command.ts'
import { trialHome } from '../cli/trial.ts'
import { initSections } from '../cli/views/organization.ts'
import type { Host, HostOptions } from '../host.ts'
import { initOrganization } from '../services/organization/init.ts'

const Init = commandFor(initOrganization, {
  examples: [
    'steward init',
    'steward init --name Acme --email owner@acme.test --password-stdin --api-key ci --json < password.txt',
  ],
  description:
    'On a terminal it asks for what is missing. The secret key goes to secret.key in STEWARD_HOME: keep a copy of it apart from the backups.',
  sections: initSections,
  done: 'Made',
})

export default class extends Init {
  /** A dry run where there is nothing yet is tried out in a place of its own. */
  protected override async open(options: Partial<HostOptions> = {}): Promise<Host> {
    const host = await super.open(options)
    if (!this.flags['dry-run'] || (await isThere(host))) return host
    await host.close()
    const trial = await super.open({ home: trialHome(), env: {} })
    await trial.migrate()
    return trial
  }

  /** Before its operation can run there has to be a schema to run on. */
  protected override async prepareHost(host: Host): Promise<void> {
    if (!this.flags['dry-run']) await host.migrate()
  }
}

/** Whether there is a database with something in it. */
const isThere = async (host: Host): Promise<boolean> =>
  host.schema().then(
    ({ state }) => state !== 'none',
    () => false,
  )
