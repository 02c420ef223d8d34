/** Documents, and those who wait for review, as a page of a terminal. */
import type { ComparedDocument, FullDocument } from '../../services/documents/record.ts'
import type { Review } from '../../services/documents/reviews.ts'
import { status, when } from '../columns.ts'
import type { Section } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import type { Column } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { actionSections } from './actions.ts'
import { instant } from './instant.ts'

export type { Review } from '../../services/documents/reviews.ts'

const sizeOf = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** Members that only some answers have are left out where they aren't. */
export type ShownDocument = Partial<ComparedDocument> &
  Omit<FullDocument, 'number' | 'issuedOn' | 'note' | 'actions'>

export const documentSections = (value: ShownDocument, terminal: Terminal): Section[] => {
  const standing: Section['fields'] = [
    ['document', value.side ? `${value.kind} (${value.side})` : value.kind],
    ['id', value.id, { keep: true }],
    ['of', value.consumerName],
    ['', value.consumer, { keep: true }],
    ['status', value.status, { colour: status.colour?.(value.status) }],
  ]
  if (value.problems.length > 0) standing.push(['problems', value.problems])
  if (value.reason) standing.push(['reason', value.reason])
  if (value.note) standing.push(['note', value.note])
  if (value.decidedAt) {
    standing.push(['decided', instant(value.decidedAt, terminal)])
    standing.push(['by', value.decidedByName ?? value.decidedBy])
  }
  const printed: Section['fields'] = []
  if (value.number !== undefined) printed.push(['number', value.number])
  printed.push(['country', value.country])
  if (value.issuedOn !== undefined) printed.push(['issued on', value.issuedOn])
  printed.push(['expires on', value.expiresOn])
  const file: Section['fields'] = [
    ['content', `${value.mediaType}, ${sizeOf(value.bytes)}`],
    ['sha-256', value.sha256, { keep: true }],
    ['added', instant(value.createdAt, terminal)],
  ]
  if (value.sameAs?.length) {
    file.push(['same as', value.sameAs, { colour: 'yellow' }])
  }
  const sections: Section[] = [{ fields: standing }, { fields: printed }, { fields: file }]
  return [...sections, ...actionSections(value.actions)]
}

const none = (look: { unicode: boolean }) => (look.unicode ? '–' : '-')

export const reviewColumns: readonly Column[] = [
  { key: 'id', title: 'id', keep: true },
  { key: 'name', title: 'name', priority: 0, min: 12 },
  { key: 'email', title: 'email', min: 24, priority: 2 },
  status,
  { key: 'waitsFor', title: 'waits for', priority: 0 },
  { key: 'documents.waiting', title: 'documents', priority: 1 },
  when('since', 'since', 0),
  {
    key: 'claimedByName',
    title: 'claimed by',
    priority: 3,
    format: (value, row, look) => String(value ?? row.claimedBy ?? none(look)),
  },
]

/** What is said of a document just added. */
export const keptNote = ({ kind, consumerName, id, sameAs }: ComparedDocument): string => {
  const kept = `Kept: ${kind} of ${visible(consumerName)}, ${id}`
  const [first] = sameAs
  if (!first) return kept
  const others = sameAs.length === 1 ? first : `${first} and ${sameAs.length - 1} more`
  return `${kept}\nWarning: the very same content is there already: ${others}. See: steward consumers documents show ${first}`
}

/** "1 accepted, 2 waiting". */
export const heldText = (documents: Review['documents']): string => {
  const held = Object.entries(documents).filter(([, count]) => count > 0)
  return held.map(([name, count]) => `${count} ${name}`).join(', ') || 'none'
}

export const reviewSections = (value: Review, terminal: Terminal): Section[] => {
  return [
    {
      fields: [
        ['name', value.name],
        ['id', value.id, { keep: true }],
        ['status', value.status, { colour: status.colour?.(value.status) }],
        ['waits for', value.waitsFor],
        ['since', value.since ? instant(value.since, terminal) : null],
      ],
    },
    {
      fields: [
        ['email', value.email],
        ['phone', value.phone],
        ['company', value.company],
        ['industry', value.industry],
        ['country', value.country],
      ],
    },
    {
      fields: [
        ['documents', heldText(value.documents)],
        ['claimed by', value.claimedByName ?? value.claimedBy],
        ['until', value.claimedUntil ? instant(value.claimedUntil, terminal) : null],
      ],
    },
  ]
}

export const nextSections = (
  { review, left }: { review: Review | null; left: number },
  terminal: Terminal,
): Section[] =>
  review
    ? reviewSections(review, terminal)
    : [{ fields: [['to review', left === 0 ? 'nobody' : left]] }]

type Swept = { removed: number; unknown: number }

export const sweepSections = ({ removed, unknown }: Swept): Section[] => [
  {
    fields: [
      ['files of erased documents', removed],
      ['files unknown here', unknown],
    ],
  },
]

export const sweptNote = ({ removed, unknown }: Swept): string =>
  removed + unknown > 0
    ? 'Removed for good.'
    : 'There was nothing to remove. A file that no document here has is left alone: see steward db check'
