/** A run on a terminal: how far it is, and how to go on with it. */
import { catalogue } from '../../services/catalogue.ts'
import type { Run } from '../../services/runs/record.ts'
import { nameOf } from '../answer.ts'
import type { Section } from '../output/record.ts'
import type { Column } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { plainText } from '../output/value.ts'
import { instant } from './instant.ts'

const named = (person: Run['startedBy']): string => nameOf({ ...person, topic: 'team' })

export const runColumns: readonly Column[] = [
  { key: 'id', title: 'id', keep: true },
  { key: 'operation', title: 'operation', priority: 0, min: 18 },
  { key: 'state', title: 'state', priority: 0 },
  { key: 'matched', title: 'of', priority: 2 },
  { key: 'succeeded', title: 'done', priority: 1 },
  { key: 'skipped', title: 'skipped', priority: 3 },
  { key: 'failed', title: 'failed', priority: 1 },
  {
    key: 'startedBy',
    title: 'by',
    priority: 4,
    format: value => (value as Run['startedBy']).name ?? (value as Run['startedBy']).id,
  },
]

/** The command of an operation; that of consumers.documents-accept is consumers documents accept. */
const typed = (operation: string): string => {
  const within = operation.replace(/-\w+$/, '')
  const isNested = within !== operation && Object.hasOwn(catalogue, `${within}-list`)
  return (isNested ? operation.replace(/-(?=\w+$)/, ' ') : operation).replaceAll('.', ' ')
}

/** Rows of a file are given again to go on; the records that a run is about are kept with it. */
export const goOn = ({ operation, id, matched, resumable }: Run): string | null =>
  !resumable ? null : `steward ${typed(operation)}${matched === null ? ' FILE' : ''} --resume ${id}`

/** What it asks of each, besides the reason. */
const asks = ({ input }: Run): string | null => {
  const given = Object.entries(input ?? {}).filter(([name]) => name !== 'reason')
  return given.map(([name, value]) => `${name} ${plainText(value)}`).join(', ') || null
}

/** What it did is told in the log of each provider whose records it changed. */
const inSeveralLogs = ({ logs }: Run): Section['fields'] =>
  logs.length < 2
    ? []
    : logs.map(({ provider, firstEvent, lastEvent }) => [
        `events of ${provider}`,
        `${firstEvent} to ${lastEvent}`,
      ])

export const runSections = (run: Run, terminal: Terminal): Section[] => {
  const fields: Section['fields'] = [
    ['id', run.id, { keep: true }],
    ['operation', run.operation],
    ['state', run.state],
    ['started by', named(run.startedBy)],
    ['continued by', run.continuedBy.id === run.startedBy.id ? null : named(run.continuedBy)],
    ['reason', run.reason],
    ['asks', asks(run)],
    ['filter', run.filter],
    ['started', instant(run.createdAt, terminal)],
    ['last at work', instant(run.updatedAt, terminal)],
    ['go on with', goOn(run), { keep: true }],
  ]
  const counts: Section['fields'] = [
    ['matched', run.matched],
    ['behind it', run.state === 'done' ? null : run.position],
    ['succeeded', run.succeeded],
    ...Object.entries(run.tally),
    ['skipped', run.skipped],
    ['failed', run.failed],
    ['events', run.firstEvent === null ? null : `${run.firstEvent} to ${run.lastEvent}`],
    ...inSeveralLogs(run),
  ]
  return [fields, counts].map(all => ({
    fields: all.filter(([, value]) => value !== null && value !== undefined),
  }))
}
