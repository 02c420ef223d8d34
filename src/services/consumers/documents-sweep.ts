import * as z from 'zod/mini'
import { illegalState } from '../../kernel/errors.ts'
import { flag, withDefault } from '../../kernel/fields.ts'
import { hasRelatives, leftFiles } from '../documents/files.ts'
import { type Around, operation } from '../world.ts'

export const sweepDocuments = operation({
  name: 'consumers.documents-sweep',
  summary:
    'Remove the files that belong to no document: left by an erasure or by a write cut short.',
  effect: 'destroy',
  input: {
    alone: withDefault(
      flag({ about: 'No other database has these files: no copy, and none that was replaced.' }),
      false,
    ),
  },
  output: z.object({ removed: z.number() }),
  async prepare({ read, gateways, now, actor, dryRun }: Around, { alone }): Promise<number> {
    if (!alone && (await read(hasRelatives))) throw notAlone()
    const { organization } = actor.scope
    let left = 0
    const place = { read, documents: gateways.documents, owner: organization }
    for await (const name of leftFiles(place, now)) {
      if (!dryRun) await place.documents.remove(organization, name)
      left += 1
    }
    return left
  },
  async run({ store }, _, removed) {
    if (removed > 0) store.note({ removed })
    return { removed }
  },
})

const notAlone = () =>
  illegalState(
    'This database was copied or restored: a file that it does not know may be a document of another. If none is in use: steward consumers documents sweep --alone',
  )
