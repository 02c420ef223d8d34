/** What `steward` alone says: where this is, as whom, and what people do next from there. */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import { catalogue } from '../services/catalogue.ts'
import { shownDatabase } from './environments/database.ts'
import type { Environment } from './environments/resolve.ts'
import type { Part } from './help/layout.ts'
import { visible } from './output/safe.ts'

type Who = {
  supervisor: { email: string }
  organization: { name: string }
  key: { name: string } | null
}

type Next = NonNullable<Part['rows']>

const help: Next[number] = ['steward --help', 'Everything there is.']

/** No organisation yet, or no way to its database. */
const nothingThere: Next = [
  ['steward demo', 'Look around among 500 invented people.'],
  ['steward init', 'Make your organisation here.'],
  ['steward environments list', 'Where else you could work.'],
  ['steward doctor', 'What is wrong, if something is.'],
  help,
]

const notSignedIn: Next = [
  ['steward login', 'Sign in.'],
  ['steward demo', 'Look around among 500 invented people.'],
  ['steward environments list', 'Where else you could work.'],
  ['steward completion --install', 'Let your shell complete commands.'],
  help,
]

const signedIn: Next = [
  ['steward dashboard', 'What waits, and what went on.'],
  ["steward consumers list --filter 'status=pending'", 'Who waits to be let in.'],
  ['steward consumers list --search NAME', 'Find somebody.'],
  ['steward events list', 'What was done, and by whom.'],
  help,
]

export const whereYouAre = async (host: Host, environment: Environment): Promise<Part[]> => {
  const place = environment.name ?? shownDatabase(environment.databaseUrl)
  const told = (standing: string, next: Next): Part[] => [
    { text: visible(`${place}: ${standing}`) },
    { title: 'WHAT NEXT', rows: next },
  ]
  try {
    const runner = await host.runner()
    const { credential, origin } = host
    const asked = await runner.run(await catalogue['me.whoami'](), {}, { credential, origin })
    const { supervisor, organization, key } = asked.value as Who
    const by = key ? ` (key ${key.name})` : ''
    return told(`${organization.name}, as ${supervisor.email}${by}.`, signedIn)
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    if (error.code === 'not_signed_in') return told('not signed in.', notSignedIn)
    if (error.code === 'unavailable') return told(error.message, nothingThere)
    return told(error.message, notSignedIn)
  }
}
