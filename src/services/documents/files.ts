/** Whether the files of documents and the documents themselves belong together. In batches, so that a
 * million documents take no more memory than a thousand; of every tenant, since they share a folder. */
import { hash } from 'node:crypto'
import { and, asc, gt, inArray, lt } from 'drizzle-orm'
import type { OrganizationRef } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Around, DocumentFiles } from '../world.ts'
import { documentFilesLeftTable, documentsTable } from './table.ts'

export type Place = {
  read: Around['read']
  documents: DocumentFiles
  owner: OrganizationRef
}

/** A file is written before its row: it gets this long to be followed by one. */
const graceMs = 3_600_000

const batch = 500

/** Ids of documents whose file isn't there; one that is erased meanwhile is none of them. */
export async function* missingFiles(place: Place): AsyncGenerator<string> {
  const { read, documents, owner } = place
  for await (const { key, id, file } of everyDocument(place)) {
    if (await documents.has(owner, file)) continue
    if ((await read(tx => rowsAfter(tx, key - 1, 1)))[0]?.id === id) yield id
  }
}

/** Ids of documents whose file opens as something else than was kept, or as nothing. One file at a
 * time is in memory. Throws `unavailable` without the secret key. */
export async function* alteredFiles(place: Place): AsyncGenerator<string> {
  const { documents, owner } = place
  for await (const row of everyDocument(place)) {
    // What is not there is told as missing.
    if ((await documents.has(owner, row.file)) && !(await isAsKept(place, row))) yield row.id
  }
}

const isAsKept = async ({ documents, owner }: Place, row: Kept): Promise<boolean> => {
  try {
    return hash('sha256', await documents.open(owner, row), 'hex') === row.sha256
  } catch (error) {
    if (error instanceof StewardError && error.code === 'check_failed') return false
    // Erased while this went on.
    if (!(await documents.has(owner, row.file))) return true
    throw error
  }
}

type Kept = { key: number; id: string; file: string; salt: string; sha256: string }

async function* everyDocument({ read }: Place): AsyncGenerator<Kept> {
  for (let last = 0; ; ) {
    const rows = await read(tx => rowsAfter(tx, last))
    yield* rows
    if (rows.length < batch) return
    last = rows.at(-1)!.key
  }
}

const rowsAfter = (tx: Tx, last: number, most = batch): Promise<Kept[]> => {
  const { key, id, file, salt, sha256 } = tx.table(documentsTable)
  return tx.db
    .select({ key, id, file, salt, sha256 })
    .from(tx.table(documentsTable))
    .where(gt(key, last))
    .orderBy(asc(key))
    .limit(most)
}

/** Files of erased documents that should have been removed by now: an erasure was cut short. */
export async function* overdueFiles({ read }: Place, now: Date): AsyncGenerator<string> {
  const before = new Date(now.getTime() - graceMs)
  for (let last = 0; ; ) {
    const rows = await read(tx => overdueAfter(tx, last, before))
    yield* rows.map(({ file }) => file)
    if (rows.length < batch) return
    last = rows.at(-1)!.key
  }
}

const overdueAfter = (tx: Tx, last: number, before: Date) => {
  const table = tx.table(documentFilesLeftTable)
  return tx.db
    .select({ key: table.key, file: table.file })
    .from(table)
    .where(and(gt(table.key, last), lt(table.at, before)))
    .orderBy(asc(table.key))
    .limit(batch)
}

/** Names of files that this database knows nothing of, an hour old at least: what a crash left before
 * its row, or a document of another database, which this one is a copy or an older state of. They are
 * listed before the rows are asked: what is added meanwhile has its row by then, or is young. */
export async function* unknownFiles(
  { read, documents, owner }: Place,
  now: Date,
): AsyncGenerator<string> {
  for (const prefix of prefixes) {
    const files = await documents.list(owner, prefix)
    const old = files.filter(({ at }) => now.getTime() - at.getTime() > graceMs)
    for (let at = 0; at < old.length; at += batch) {
      const names = old.slice(at, at + batch).map(({ name }) => name)
      const known = await read(tx => knownAmong(tx, names))
      yield* names.filter(name => !known.has(name))
    }
  }
}

const prefixes = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'))

const knownAmong = async (tx: Tx, names: string[]): Promise<Set<string>> => {
  const [here, left] = [tx.table(documentsTable), tx.table(documentFilesLeftTable)]
  const rows = [
    ...(await tx.db.select({ file: here.file }).from(here).where(inArray(here.file, names))),
    ...(await tx.db.select({ file: left.file }).from(left).where(inArray(left.file, names))),
  ]
  return new Set(rows.map(({ file }) => file))
}
