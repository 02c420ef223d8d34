import { commandFor } from '../../cli/command.ts'
import { restoreQuestion, restoreSections } from '../../cli/views/database.ts'
import { restoreDatabase } from '../../services/db/restore.ts'

const Restore = commandFor(restoreDatabase, {
  positionals: ['file'],
  examples: ['steward db restore monday.db', 'steward db restore monday.db --yes --json'],
  description:
    'The file is proven first, and a copy of the present database is kept. Where that is missing or damaged, no sign-in is asked: its files are the authority. API keys, passwords and recovery codes are what they were at the backup: a key revoked since then works again, so revoke it again. On SQLite others may go on working; on Postgres stop them first, since what they write meanwhile is lost. There pg_restore and psql have to be installed; every table of Steward is dropped and made anew in one transaction, and other tables of that database stay. Where one of those, or a view, depends on a table of Steward, nothing is changed.',
  sections: restoreSections,
  note: ({ messagesHeld }: { messagesHeld?: number }) =>
    messagesHeld ? `Let the messages that wait go with: steward outbox release` : 'Restored.',
})

const { 'idempotency-key': _, ...flags } = Restore.flags

/** The database itself is replaced, which no operation on it can do; and the keys of calls that were
 * made before are replaced with it. */
export default class extends Restore {
  static override flags = flags as typeof Restore.flags

  override async run(): Promise<void> {
    const typed = await this.typed()
    const host = await this.open()
    const raw = (await this.input(host, typed)) as { file: string; confirm?: string }
    const call = this.call(host, this.operation)
    const maintenance = await host.maintenance()
    const plan = await maintenance.plan(raw, call)
    await this.consent(async () => restoreQuestion(plan))
    const nothing = { replayed: false, changes: [], messages: [] }
    const outcome = call.dryRun
      ? { ...nothing, dryRun: true, value: plan.preview, changes: [plan.change] }
      : { ...nothing, dryRun: false, value: await maintenance.restore(plan, call) }
    await this.print(host, outcome)
  }
}
