/** What surrounds the database: the machine's keychain, the mail server, the environments. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../../host.ts'
import { StewardError } from '../../kernel/errors.ts'
import { readBook } from '../environments/book.ts'
import { type Environment, shownEnvironment } from '../environments/resolve.ts'
import type { Keychain } from '../keychain.ts'
import { type Finding, failed, fine, warning } from './finding.ts'

/** Milliseconds a mail server may take. */
const mailPatience = 5000

/** No sign-in is kept under it: asking for it disturbs nobody. */
const noAccount = 'doctor'

/** `find` answers the keychain of this machine, if it has one. */
export const lookAtKeychain = async (
  home: string,
  env: Record<string, string | undefined>,
  find: () => Keychain | null,
): Promise<Finding> => {
  const files = join(home, 'sign-in')
  if (env.STEWARD_HOME) return fine(`Not used with STEWARD_HOME: sign-ins are files in ${files}`)
  const keychain = find()
  if (!keychain) return fine(`There is none here: sign-ins are files in ${files}`)
  const answers = await keychain.get(noAccount).then(
    () => true,
    () => false,
  )
  const mark = join(files, 'no-keychain')
  if (!answers) return warning(`It does not answer: sign-ins are files in ${files}`, 'Unlock it.')
  if (!existsSync(mark)) return fine('It answers.')
  return warning('It answers, but it failed before and is not asked any more.', `Remove ${mark}`)
}

export const lookAtMail = async ({ gateways }: Host): Promise<Finding> => {
  const { STEWARD_SMTP_URL: url, STEWARD_MAIL_FROM: from } = process.env
  try {
    gateways.mail.check()
  } catch (error) {
    // Nobody has to send mail; what is half set up is a mistake.
    if (!(error instanceof StewardError) || url || from) throw error
    return warning('None is set: messages wait in the outbox.', error.hint ?? null)
  }
  const { server, problem } = await gateways.mail.reach(mailPatience)
  if (problem === null) return fine(`${server} is ready to take mail.`)
  return failed(`${server}: ${problem}`, 'Check STEWARD_SMTP_URL, and that the server is up.')
}

/** `problem` is why the environment of this command is not known. */
export const lookAtEnvironments = (
  home: string,
  environment: Environment | null,
  problem: Finding | null,
): Finding => {
  const { environments } = readBook(home)
  if (problem || !environment) return problem ?? failed('It is not known which is meant.', null)
  const { name, database } = shownEnvironment(environment)
  const { origin } = environment
  const kept = Object.keys(environments).length
  const here = name === null ? `${database} (${origin.database})` : `${name} (${origin.name})`
  return fine(`At work in ${here}; ${kept} kept in environments.json.`)
}
