/** All that could stand where the cursor is: from the manifest, the environments and the database. */
import { type Host, homeOf } from '../../host.ts'
import { readBook } from '../environments/book.ts'
import { local } from '../environments/resolve.ts'
import type { Described } from '../help/pages.ts'
import { operationOf } from '../inventory.ts'
import { type Look, valuesFor } from './values.ts'
import { type Candidate, wantedAt } from './words.ts'

type Around = { open(environment: string | undefined): Promise<Host> }

export const candidatesFor = async (
  commands: readonly Described[],
  typed: readonly string[],
  { open }: Around,
): Promise<Candidate[]> => {
  const wanted = wantedAt(commands, typed)
  if (wanted.kind === 'files') return [[':files', '']]
  if (wanted.kind === 'words') return wanted.words
  const { command, name, before, environment } = wanted
  if (name === 'env' || command.id.startsWith('environments:')) {
    return environments(wanted.typed).map(word => [before + word, ''])
  }
  const operation = await operationOf(command)
  if (!operation) return []
  // The database is opened for what is in it, and for nothing else.
  const look: Look = async (asked, raw) => {
    const host = await open(environment)
    const runner = await host.runner()
    const { credential, origin } = host
    return (await runner.run(asked, raw, { credential, origin })).value
  }
  const found = await valuesFor(operation, name, wanted.typed, look)
  return found.map(([word, about]) => [before + word, about])
}

const environments = (typed: string): string[] =>
  [local, ...Object.keys(readBook(homeOf(process.env)).environments)].filter(name =>
    name.startsWith(typed),
  )
