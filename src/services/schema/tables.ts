/** Every table there is, by name. drizzle-kit reads this, built for each engine; at run time a table
 * is built only when it is used. */
import {
  accountGrantsTable,
  accountTreeTable,
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
import { accountsTable, accountTagsTable } from '../accounts/table.ts'
import { consumerNotesTable, consumersTable, passwordResetsTable } from '../consumers/table.ts'
import { documentFilesLeftTable, documentsTable, reviewClaimsTable } from '../documents/table.ts'
import { factorsTable, recoveryCodesTable, sentCodesTable } from '../factors/table.ts'
import { accountFeaturesTable, featuresTable } from '../features/table.ts'
import { guessesTable } from '../guesses/table.ts'
import { keysTable } from '../keys/table.ts'
import { organizationsTable } from '../organization/table.ts'
import { providersTable } from '../providers/table.ts'
import { rolesTable } from '../roles/table.ts'
import { sessionsTable } from '../sessions/table.ts'
import { settingsTable } from '../settings/table.ts'
import { invitationsTable, supervisorsTable } from '../team/table.ts'

export const tables = {
  organizations: organizationsTable,
  providers: providersTable,
  accounts: accountsTable,
  accountTags: accountTagsTable,
  accountTree: accountTreeTable,
  accountGrants: accountGrantsTable,
  features: featuresTable,
  accountFeatures: accountFeaturesTable,
  roles: rolesTable,
  supervisors: supervisorsTable,
  invitations: invitationsTable,
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
