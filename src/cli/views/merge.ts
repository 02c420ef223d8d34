/** Two records made one: what stays of each field and what goes, and which rows move. */
import { nameOf } from '../answer.ts'
import type { Section } from '../output/record.ts'
import { plainText } from '../output/value.ts'

type Record = { id: string; name: string; email: string | null }

type Merge = {
  consumer: Record
  duplicate: Record
  fields: { field: string; value: unknown; from: string; lost: unknown }[]
  moved: { [topic: string]: string[] }
}

const named = (record: Record): string => nameOf({ ...record, topic: 'consumers' })

const winner = ({ value, from, lost }: Merge['fields'][number]): string => {
  const taken = from === 'duplicate' ? ' (from the duplicate)' : ''
  const gone = plainText(lost) === '' ? '' : `; not ${plainText(lost)}`
  return `${plainText(value) || 'none'}${taken}${gone}`
}

/** What neither of them had says nothing. */
const tells = ({ value, lost }: Merge['fields'][number]): boolean =>
  plainText(value) !== '' || plainText(lost) !== ''

const sectionsOf = (
  { consumer, duplicate, fields, moved }: Merge,
  labels: readonly [stays: string, goes: string, moves: string],
): Section[] => [
  {
    fields: [
      [labels[0], named(consumer)],
      [labels[1], named(duplicate)],
    ],
  },
  { fields: fields.filter(tells).map(one => [one.field, winner(one)]) },
  {
    title: labels[2],
    fields: Object.entries(moved).map(([topic, ids]) => [topic, ids.length]),
  },
]

export const mergeSections = (merge: Merge): Section[] =>
  sectionsOf(merge, ['stays', 'gone', 'Moved'])

export const mergeForetold = (merge: Merge): Section[] =>
  sectionsOf(merge, ['stays', 'goes', 'Would move'])
