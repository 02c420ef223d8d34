/** A copy of the database, for people. */
import type { Moved } from '../../host.ts'
import type { Change } from '../../kernel/event.ts'
import type { Section } from '../output/record.ts'

const count = (amount: number): string => amount.toLocaleString('en')

/** Rows in all of its tables. */
export const rowsIn = ({ tables }: Moved): number =>
  Object.values(tables).reduce((sum, table) => sum + table.rows, 0)

/** What a dry run shows. */
export const copyChange = (copied: Moved): Change => {
  const { organization, engine, location, logSize } = copied
  const after = { copiedTo: `${engine} ${location}`, rows: rowsIn(copied), events: logSize }
  return { subject: { ...organization, topic: 'organization', email: null }, before: null, after }
}

export const copySections = (copied: Moved): Section[] => {
  const { ok, engine, location, tables, differences, root, logSize, messagesHeld } = copied
  const fields: Section['fields'] = [
    ['copied to', `${engine} ${location}`, { keep: true }],
    ['tables', Object.keys(tables).length],
    ['rows', count(rowsIn(copied))],
    ['events', count(logSize)],
    ['root of the log', root, { keep: true }],
  ]
  if (ok) fields.push(['messages held', messagesHeld])
  const verdict = ok ? 'The copy is the same, row by row.' : 'The copy is not the same.'
  fields.push(['verdict', verdict, { colour: ok ? 'green' : 'red' }])
  return [{ fields }, ...differences.map(differenceSection)]
}

const differenceSection = (found: Moved['differences'][number]): Section => ({
  title: found.table,
  fields: [
    ['rows here', count(found.rows)],
    ['rows there', count(found.rowsThere)],
    ['differs from key', found.key],
    ['in', found.columns],
  ],
})

export const copyNote = ({ ok, logSize, messagesHeld }: Moved): string => {
  if (!ok) return 'Nothing was kept there.'
  const held = messagesHeld
    ? ' Let the messages that wait go there with: steward outbox release.'
    : ''
  return `The copy has the first ${count(logSize)} events; what is recorded here from now on is not in it. To switch: steward environments edit, or STEWARD_DATABASE_URL, with the same STEWARD_HOME.${held} Both databases share the files of documents: an erasure in one takes them from the other.`
}
