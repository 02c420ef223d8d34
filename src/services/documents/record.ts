/** A document as everyone outside sees one: what it is and where it stands, not what is in it. */
import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import { Action } from '../roles/actions.ts'
import { kinds, problems, sides, standingAt, statuses } from './rules.ts'
import type { documentsTable } from './table.ts'

export type DocumentRow = RowOf<typeof documentsTable>

/** Whose a document is. */
export type Owner = { id: string; name: string }

const text = z.nullable(z.string())

export const Document = z.object({
  id: z.string(),
  consumer: z.string(),
  consumerName: z.string(),
  kind: z.enum(kinds),
  side: z.nullable(z.enum(sides)),
  country: text,
  expiresOn: text,
  status: z.enum(statuses),
  problems: z.array(z.enum(problems)),
  /** What the person was told. */
  reason: text,
  mediaType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  decidedAt: text,
  decidedBy: text,
  decidedByName: text,
  createdAt: z.string(),
})

export type Document = z.infer<typeof Document>

/** With what is printed on it, and what only the team is told. */
export const FullDocument = z.extend(Document, {
  number: text,
  issuedOn: text,
  note: text,
  actions: z.array(Action),
})

export type FullDocument = z.infer<typeof FullDocument>
type PrintedDocument = Omit<FullDocument, 'actions'>

/** Beside it, other documents with the very same content, the oldest first: of anyone. */
export const ComparedDocument = z.extend(FullDocument, { sameAs: z.array(z.string()) })

export type ComparedDocument = z.infer<typeof ComparedDocument>

const dayOf = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null

/** As of `now`: an accepted one whose last day is over has expired. */
export const documentRecord = (stored: DocumentRow, owner: Owner, now: Date): Document => {
  const row = standingAt(stored, now)
  return {
    id: row.id,
    consumer: owner.id,
    consumerName: owner.name,
    kind: row.kind,
    side: row.side,
    country: row.country,
    expiresOn: dayOf(row.expiresOn),
    status: row.status,
    problems: row.problems,
    reason: row.reason,
    mediaType: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
    decidedByName: row.decidedByName,
    createdAt: row.createdAt.toISOString(),
  }
}

/** With what is printed on it and what only the team is told, but for what can be done to it: see actions.ts. */
export const printedRecord = (row: DocumentRow, owner: Owner, now: Date): PrintedDocument => ({
  ...documentRecord(row, owner, now),
  number: row.number,
  issuedOn: dayOf(row.issuedOn),
  note: row.note,
})
