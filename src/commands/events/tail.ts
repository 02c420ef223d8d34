import { setTimeout as sleep } from 'node:timers/promises'
import { commandFor } from '../../cli/command.ts'
import { flagsFrom } from '../../cli/fields.ts'
import { rawInput } from '../../cli/input.ts'
import { rowPrinter } from '../../cli/pages.ts'
import { tailColumns } from '../../cli/views/event.ts'
import type { Host } from '../../host.ts'
import { flag, integer, parseInput, withDefault } from '../../kernel/fields.ts'
import { largestPage } from '../../kernel/list.ts'
import { listEvents } from '../../services/events/list.ts'
import type { Event } from '../../services/events/record.ts'

const fields = {
  lines: withDefault(integer({ about: 'How many to begin with.', min: 1, max: largestPage }), 10),
  follow: withDefault(flag({ about: 'Go on with what happens next, until Ctrl-C.' }), false),
  interval: withDefault(
    integer({ about: 'Seconds between looks, with --follow.', min: 1, max: 3600 }),
    1,
  ),
}

const Tail = commandFor(listEvents, {
  examples: [
    'steward events tail',
    'steward events tail --follow --module consumers',
    'steward events tail --lines 100 --json',
  ],
  description: 'In the order they happened; with --json a line each.',
  columns: tailColumns,
})

const { limit, cursor, sort, count, all, ...flags } = Tail.flags as Record<string, never>

export default class extends Tail {
  static override summary = 'The newest events, and with --follow those to come.'
  static override flags = { ...flags, ...flagsFrom(fields, []) } as typeof Tail.flags

  override async run(): Promise<void> {
    const typed = await this.typed()
    await this.checkNames()
    const host = await this.open()
    const raw = await this.input(host, typed)
    const { lines, follow, interval } = parseInput(
      fields,
      await rawInput(fields, typed, process),
      host.clock(),
    )
    const how = this.answering({ columns: tailColumns })
    const printer = await rowPrinter({
      ...how,
      format: how.format === 'json' ? 'ndjson' : how.format,
    })
    const newest = await this.page(host, { ...raw, limit: lines, sort: '-sequence' })
    let rows = newest.reverse()
    let last = 0
    for (;;) {
      last = rows.at(-1)?.sequence ?? last
      if (rows.length > 0 && (await printer.rows(rows)) === 'closed') return
      if (!follow) return printer.end(null)
      // Numbers have no gaps and are taken in the order of commits: what comes later is greater.
      if (rows.length < largestPage) await sleep(interval * 1000)
      const filter = [raw.filter, `sequence>${last}`].join(' ').trim()
      rows = await this.page(host, { ...raw, filter, sort: 'sequence', limit: largestPage })
    }
  }

  private async page(host: Host, raw: Record<string, unknown>): Promise<Event[]> {
    const runner = await host.runner()
    const { value } = await runner.run(listEvents, raw, this.call(host, listEvents))
    return (value as { data: Event[] }).data
  }
}
