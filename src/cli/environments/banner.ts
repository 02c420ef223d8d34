/** The one line that says where a command is at work, and as whom. */
import type { Actor } from '../../kernel/context.ts'
import { painterOf } from '../output/paint.ts'
import { isolated, visible } from '../output/safe.ts'
import type { Terminal } from '../output/terminal.ts'
import { cut } from '../output/width.ts'
import { shownDatabase } from './database.ts'
import type { Environment } from './resolve.ts'

/** `prod · PROTECTED · Acme · owner@acme.test (key ci)`, in the environment's colour. */
export const bannerText = async (
  environment: Environment,
  whom: Actor | null,
  { stderr, unicode, colourLevel }: Terminal,
): Promise<string> => {
  const paint = await painterOf(colourLevel('stderr'))
  const parts = [
    environment.name ?? shownDatabase(environment.databaseUrl),
    environment.protected && 'PROTECTED',
    whom?.scope.organization.name,
    whom && nameOf(whom),
  ]
  const shown = parts.filter(part => typeof part === 'string' && part !== '') as string[]
  const line = cut(
    shown.map(part => isolated(visible(part))).join(unicode ? ' · ' : ' - '),
    stderr.columns || 80,
  )
  return `${paint(line, environment.colour)}\n`
}

const nameOf = ({ name, email, key }: Actor): string =>
  [email ?? name, key && `(key ${key.name})`].filter(part => part).join(' ')
