import { commandFor } from '../cli/command.ts'
import { initSections } from '../cli/views/organization.ts'
import type { Host } from '../host.ts'
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

/** Before its operation can run there has to be a schema to run on. */
export default class extends Init {
  protected override async prepareHost(host: Host): Promise<void> {
    await host.migrate()
  }
}
