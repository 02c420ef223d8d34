/** Whoever reaches some accounts alone sees of every table what was decided here. A new one has to say it:
 * `accounts`, what is of these accounts; `providers`, all that their provider has; `home`, what is asked for
 * through a record or for its provider. */
import { expect, it } from 'vitest'
import { messagesTable } from '../../../src/services/messages/table.ts'
import { tables } from '../../../src/services/schema/tables.ts'
import { columns } from '../../../src/store/sqlite/columns.ts'
import { columnsOf, type TableSpec } from '../../../src/store/table.ts'

const words = (text: string): string[] => text.trim().split(/\s+/).sort()

const decided: Record<string, string[]> = {
  accounts: words(`
    accounts apiKeys consumerNotes consumers documents messages outbox supervisors`),
  // A run has conditions of its own, and is what leads to its targets; a claim or a session is looked for
  // by whom it is of.
  providers: words(`
    documentFilesLeft factors features reviewClaims roles runs runTargets sessions`),
  home: words(`
    accountFeatures accountGrants accountTags accountTree archivedEvents eventArchives eventSubjects
    events guesses idempotency invitations logs passwordResets recoveryCodes sentCodes settings`),
  itself: ['providers'],
}

const decisionOf = ({ within, build }: TableSpec<never>): string => {
  if (typeof within === 'string') return within
  if (within) return 'accounts'
  return 'account' in columnsOf(build(columns)) ? 'accounts' : 'nothing'
}

it('every table says what of it is seen by whoever reaches some accounts', () => {
  const all = { ...tables, messages: messagesTable }
  const found = Object.entries(all).filter(
    ([, { build, within }]) => within === 'itself' || 'provider' in columnsOf(build(columns)),
  )
  const told = Object.groupBy(found, ([, spec]) => decisionOf(spec as unknown as TableSpec<never>))
  const names = Object.entries(told).map(([name, of]) => [name, of!.map(([table]) => table).sort()])
  expect(Object.fromEntries(names)).toEqual(decided)
})
