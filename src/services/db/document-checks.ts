/** What has to be true of documents, in the database and in their folder. */
import { sql } from 'drizzle-orm'
import {
  alteredFiles,
  missingFiles,
  overdueFiles,
  type Place,
  unknownFiles,
} from '../documents/files.ts'
import { byHand, type Check, found, limit } from './finding.ts'

export const documentChecks: Check[] = [
  {
    name: 'documents',
    about: 'Every document, and every claim for review, belongs to a consumer of its provider.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from documents d where not exists (
              select 1 from consumers c where c.key = d.consumer and c.provider = d.provider
            ) union all
            select 'claim ' || key from review_claims r where not exists (
              select 1 from consumers c where c.key = r.consumer and c.provider = r.provider
            ) ${limit}`,
      ),
  },
  {
    name: 'document-status',
    about: 'A verdict has who gave it and when; who was turned down knows what is wrong.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from documents where case status
              when 'waiting' then decided_at is not null or reason is not null
              when 'accepted' then decided_at is null or decided_by is null or reason is not null
              when 'rejected' then decided_at is null or cast(problems as text) = '[]'
              when 'requested' then decided_at is null or cast(problems as text) = '[]'
              when 'expired' then decided_at is null or reason is null
              when 'superseded' then false
              else true
            end ${limit}`,
      ),
  },
]

type FileCheck = {
  name: string
  about: string
  remedy: string
  /** Nothing is wrong with what it finds: someone should know. */
  notice?: boolean
  /** It reads every file: only where that is asked for. */
  thorough?: boolean
  find(place: Place, now: Date): AsyncIterable<string>
}

const fileChecks: FileCheck[] = [
  {
    name: 'document-files',
    about: 'Every document has its file.',
    remedy:
      'Bring the documents folder back from its backup; see STEWARD_DOCUMENTS. What was erased in a copy of this database is gone for good.',
    find: missingFiles,
  },
  {
    name: 'document-contents',
    about: "Every document's content is the one that was kept, by its SHA-256.",
    remedy: 'Bring the file back from a backup of the documents folder, or ask for it again.',
    thorough: true,
    find: alteredFiles,
  },
  {
    name: 'erased-files',
    about: 'No file of a document that was erased is left.',
    remedy: 'Remove them: steward consumers documents sweep --yes',
    find: overdueFiles,
  },
  {
    name: 'document-folder',
    about: 'Every file in the documents folder, but for those just written, has its document here.',
    remedy:
      'They are documents of a copy of this database, or newer than the backup that was restored, or what a crash left: steward consumers documents sweep --help',
    notice: true,
    find: unknownFiles,
  },
]

/** Those that look outside the database: each with what breaks it, one line per thing. */
export const documentFileChecks = (place: Place, now: Date, thoroughly: boolean) =>
  fileChecks
    .filter(({ thorough }) => thoroughly || !thorough)
    .map(({ find, ...told }) => ({ ...told, lines: find(place, now) }))
