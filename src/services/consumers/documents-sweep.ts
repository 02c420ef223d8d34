import * as z from 'zod/mini'
import { leftFiles } from '../documents/files.ts'
import { type Around, operation } from '../world.ts'

export const sweepDocuments = operation({
  name: 'consumers.documents-sweep',
  summary:
    'Remove the files that belong to no document: left by an erasure or by a write cut short.',
  effect: 'destroy',
  input: {},
  output: z.object({ removed: z.number() }),
  async prepare({ read, gateways, now, actor, dryRun }: Around): Promise<number> {
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
