import { commandFor } from '../../cli/command.ts'
import { databaseAddress } from '../../cli/environments/database.ts'
import { addressFlag } from '../../cli/environments/fields.ts'
import type { Typed } from '../../cli/input.ts'
import { progressOn } from '../../cli/progress.ts'
import { copyChange, copyNote, copySections, rowsIn } from '../../cli/views/copy.ts'
import type { Host, Moved } from '../../host.ts'
import { copyDatabase } from '../../services/db/copy.ts'

const Copy = commandFor(copyDatabase, {
  examples: [
    'steward db copy --to sqlite:new.db --dry-run',
    'steward db copy --to sqlite:new.db --json',
  ],
  description:
    'For moving house: SQLite to Postgres, back, or to the same engine. The other database has to be empty; it is brought up to date, filled and compared in one transaction, and keeps nothing unless every table and the root of the log are the same. Others may go on writing here: the copy is of one moment, and what they write later is not in it. Stop them before you switch over. Keys, passwords and sign-ins are copied as they are; messages that wait are held in the copy, since they may still leave from here: steward outbox release. The secret key and the files of documents are outside of the database: STEWARD_HOME stays. Both databases share the files of documents there: neither takes away a file that only the other knows, but whoever is erased in one has no files in the other. Give a copy to try things out on a STEWARD_DOCUMENTS of its own. What is in argv can be seen by others on this machine: give an address that holds a password with --to-stdin or --to-file. Killed in the middle it can be run again. Exits with 1 when the copy is not the same.',
  sections: copySections,
  note: copyNote,
  exitCode: ({ ok }: { ok: boolean }) => (ok ? 0 : 1),
})

const { 'idempotency-key': _, ...flags } = Copy.flags

/** The copying is below any operation, and a second time there is nowhere to copy to: no answer is
 * kept under a key. */
export default class extends Copy {
  static override flags = { to: addressFlag, ...flags } as unknown as typeof Copy.flags

  protected override async input(host: Host, typed: Typed): Promise<Record<string, unknown>> {
    const raw = await super.input(host, typed)
    return { ...raw, to: databaseAddress(String(raw.to), process.cwd(), 'to') }
  }

  override async run(): Promise<void> {
    const typed = await this.typed()
    const host = await this.open()
    const raw = await this.input(host, typed)
    const runner = await this.runner(host)
    const asked = await runner.run(this.operation, raw, this.call(host, this.operation))
    const answer = asked.dryRun
      ? { ...asked, changes: [copyChange(asked.value as Moved)] }
      : { ...asked, value: await this.move(host, String(raw.to), asked.value as Moved) }
    await this.print(host, answer)
    process.exitCode = this.face.exitCode!(answer.value as never)
  }

  private async move(host: Host, to: string, planned: Moved): Promise<Moved> {
    const progress = progressOn(this.terminal, 'rows', rowsIn(planned))
    try {
      return await host.move(to, () => progress.step())
    } finally {
      progress.done()
    }
  }
}
