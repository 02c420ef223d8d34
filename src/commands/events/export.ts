import { commandFor } from '../../cli/command.ts'
import { ndjsonLine } from '../../cli/output/formats.ts'
import { write } from '../../cli/output/write.ts'
import { rowPrinter } from '../../cli/pages.ts'
import type { Host } from '../../host.ts'
import { invalid } from '../../kernel/errors.ts'
import { exportEvents } from '../../services/events/export.ts'
import type { ExportHeader, ProvenEvent } from '../../services/events/proof.ts'
import { detailOf, Event, recordOf } from '../../services/events/record.ts'

/** For people: what stands in the list, each in a column of its own. */
const csvFields = [
  ...['sequence', 'at', 'type', 'status', 'category', 'module', 'actor.id', 'actor.name'],
  ...['subject.id', 'subject.name', 'subject.email', 'consumer.id', 'consumer.email'],
  ...['project.id', 'supervisor.id', 'supervisor.email', 'reason', 'error.message'],
]

type Page = { header: ExportHeader | null; data: ProvenEvent[]; nextCursor: string | null }

export default class extends commandFor(exportEvents, {
  examples: [
    'steward events export > events.ndjson',
    'steward events export --consumer ada@example.org > ada.ndjson',
    'steward events export --from -30d -o csv > events.csv',
  ],
  whole: true,
  description:
    'NDJSON with proofs: steward events verify FILE checks it with no database. -o csv is for people and has none.',
}) {
  protected override get standardFormat() {
    return 'ndjson' as const
  }

  override async run(): Promise<void> {
    const typed = await this.typed()
    const withProofs = this.format === 'ndjson'
    if (!withProofs && this.format !== 'csv') {
      throw invalid('output', 'An export is ndjson or csv.', 'Leave -o out, or give -o csv.')
    }
    if (withProofs && typed.fields !== undefined) {
      throw invalid('fields', 'A proof is of whole events.', 'Give --fields with -o csv.')
    }
    await this.checkNames(Event)
    const host = await this.open()
    const how = this.answering({})
    const fields = withProofs ? undefined : (how.fields ?? csvFields)
    const printer = await rowPrinter({ ...how, fields })
    for await (const { header, data } of this.pages(host, await this.input(host, typed))) {
      if (header && withProofs) await write(this.terminal.stdout, ndjsonLine(header))
      const rows = withProofs ? data : data.map(event => recordOf(event.leaf, detailOf(event)))
      if (rows.length > 0 && (await printer.rows(rows)) === 'closed') return
    }
    await printer.end(null)
  }

  private async *pages(host: Host, raw: Record<string, unknown>): AsyncGenerator<Page> {
    const runner = await this.runner(host)
    let cursor = raw.cursor as string | null | undefined
    do {
      const wanted = cursor ? { limit: raw.limit, cursor } : raw
      const { value } = await runner.run(exportEvents, wanted, this.call(host, exportEvents))
      const page = value as Page
      yield page
      cursor = page.nextCursor
    } while (cursor)
  }
}
