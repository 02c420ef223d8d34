/** Everything that doctor looks at, in the order in which it is told. */
import { type Host, homeOf } from '../../host.ts'
import type { Environment } from '../environments/resolve.ts'
import { keychainOf } from '../keychain.ts'
import { databaseChecks } from './database.ts'
import { lookAtFiles } from './files.ts'
import { type Check, examine, type Finding, type Report, unseen } from './finding.ts'
import { lookAtEnvironments, lookAtKeychain, lookAtMail } from './machine.ts'

export type Patient = {
  host: Host
  /** Null where `problem` says why it is not known which one is meant. */
  environment: Environment | null
  problem: Finding | null
  /** Every event, and every page and index of the file. */
  full: boolean
}

/** The folder that is Steward's here, whatever else is known. */
export const homeHere = (): string => homeOf(process.env)

export const checkUp = ({ host, environment, problem, full }: Patient): Promise<Report> => {
  const { home, root } = host
  const database = databaseChecks(host, { full })
  const nowhere = () => unseen('it is not known which database is meant.')
  const checks: Check[] = [
    ...(environment ? database : database.map(({ name }) => ({ name, look: nowhere }))),
    {
      name: 'files',
      look: () => lookAtFiles(home, environment && host.file, process.env.STEWARD_DOCUMENTS),
    },
    { name: 'environments', look: () => lookAtEnvironments(home, environment, problem) },
    {
      name: 'keychain',
      look: () => lookAtKeychain(home, process.env, () => keychainOf(root, process.env)),
    },
    { name: 'mail', look: () => lookAtMail(host) },
  ]
  return examine(checks)
}
