import * as z from 'zod/mini'
import { illegalState, StewardError } from '../../kernel/errors.ts'
import { flag, withDefault } from '../../kernel/fields.ts'
import { reaches } from '../../kernel/permission.ts'
import { type Place, unknownFiles } from '../documents/files.ts'
import { filesLeft, forgetFiles } from '../documents/left.ts'
import { type Around, operation } from '../world.ts'

const isAsked = (about: string) => withDefault(flag({ about }), false)

export const sweepDocuments = operation({
  name: 'consumers.documents-sweep',
  summary: 'Remove the files of documents that were erased, if an erasure left some.',
  effect: 'destroy',
  level: 'sub-account',
  input: {
    unknown: isAsked('Also files that this database knows nothing of: a write was cut short.'),
    alone: isAsked('With --unknown: no other database has these files, no copy and no older one.'),
  },
  output: z.object({
    /** Files of erased documents. */
    removed: z.number(),
    /** Files that this database knew nothing of. */
    unknown: z.number(),
  }),
  async prepare({ read, gateways, now, actor, dryRun }: Around, { unknown, alone }) {
    const { documents } = gateways
    const owner = actor.scope.organization
    if (unknown && !reaches(actor.level, 'provider')) throw notTheirs()
    if (unknown && !alone && !dryRun) throw notAlone()
    const place: Place = { read, documents, owner }
    const remove = async (name: string) => {
      if (!dryRun) await documents.remove(owner, name)
    }
    return {
      erased: await removeErased(place, remove),
      unknown: unknown ? await removeUnknown(place, now, remove) : 0,
    }
  },
  async run({ store }, _, { erased, unknown }) {
    await forgetFiles(store, erased)
    const answer = { removed: erased.length, unknown }
    if (erased.length + unknown > 0) store.note(answer)
    return answer
  },
})

type Remove = (name: string) => Promise<void>

/** Answers which are gone now. A file that was gone before is no fault: it went by
 * another database that has the same list, or by a call that ended before it could say so. */
const removeErased = async ({ read }: Place, remove: Remove): Promise<string[]> => {
  const gone: string[] = []
  for (let last = 0; ; ) {
    const files = await read(store => filesLeft(store, last))
    if (files.length === 0) return gone
    for (const { file } of files) {
      await remove(file)
      gone.push(file)
    }
    last = files.at(-1)!.key
  }
}

const removeUnknown = async (place: Place, now: Date, remove: Remove): Promise<number> => {
  let count = 0
  for await (const name of unknownFiles(place, now)) {
    await remove(name)
    count += 1
  }
  return count
}

/** A file of nobody may be of any account. */
const notTheirs = () =>
  new StewardError(
    'not_allowed',
    'Files that nobody is known to have are beyond what you can reach.',
    {
      hint: 'Ask somebody who reaches the whole provider.',
    },
  )

/** No log can tell: a database is copied by other means, too. */
const notAlone = () =>
  illegalState(
    'A file that this database does not know may be a document of a copy of it, or newer than the backup that was restored.',
    { hint: 'If no other is in use: steward consumers documents sweep --unknown --alone' },
  )
