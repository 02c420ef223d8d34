/** Every table there is, by name. drizzle-kit reads this, built for each engine; at run time a table
 * is built only when it is used. */
import {
  archivedEventsTable,
  archivesTable,
  eventSubjectsTable,
  eventsTable,
  idempotencyTable,
  logsTable,
  outboxTable,
  runsTable,
  runTargetsTable,
} from '../../store/tables.ts'
import { consumerNotesTable, consumersTable, passwordResetsTable } from '../consumers/table.ts'
import { documentFilesLeftTable, documentsTable, reviewClaimsTable } from '../documents/table.ts'
import { factorsTable, recoveryCodesTable, sentCodesTable } from '../factors/table.ts'
import { guessesTable } from '../guesses/table.ts'
import { keysTable } from '../keys/table.ts'
import { organizationsTable } from '../organization/table.ts'
import { providersTable } from '../providers/table.ts'
import { sessionsTable } from '../sessions/table.ts'
import { settingsTable } from '../settings/table.ts'
import { supervisorsTable } from '../team/table.ts'

export const tables = {
  organizations: organizationsTable,
  providers: providersTable,
  supervisors: supervisorsTable,
  apiKeys: keysTable,
  sessions: sessionsTable,
  factors: factorsTable,
  recoveryCodes: recoveryCodesTable,
  sentCodes: sentCodesTable,
  settings: settingsTable,
  consumers: consumersTable,
  consumerNotes: consumerNotesTable,
  passwordResets: passwordResetsTable,
  documents: documentsTable,
  documentFilesLeft: documentFilesLeftTable,
  reviewClaims: reviewClaimsTable,
  guesses: guessesTable,
  events: eventsTable,
  eventSubjects: eventSubjectsTable,
  logs: logsTable,
  archivedEvents: archivedEventsTable,
  eventArchives: archivesTable,
  idempotency: idempotencyTable,
  outbox: outboxTable,
  runs: runsTable,
  runTargets: runTargetsTable,
}
