/** What people are told about their documents, by email through the outbox. */
import { notify } from '../consumers/notices.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import type { World } from '../world.ts'
import type { DocumentRow } from './record.ts'
import { isOver, type Problem } from './rules.ts'

/** A suspicion is the team's: whoever forges papers isn't told what gave them away. */
const said: Record<Problem, string | null> = {
  unreadable: 'it can not be read',
  'not-complete': 'parts of it are missing',
  'wrong-document': 'it is not the document asked for',
  'name-mismatch': 'the name on it is not the one of your account',
  expired: 'it has expired',
  'too-old': 'it is too old',
  'not-accepted-here': 'we do not accept this kind of document',
  'suspected-forgery': null,
  other: null,
}

/** What is wrong, as the person reads it: the typed problems, then the reviewer's own words. */
const wrongWith = ({ problems, reason }: Pick<DocumentRow, 'problems' | 'reason'>): string => {
  const typed = problems.flatMap(problem => said[problem] ?? []).join('; ')
  const sentence = typed && `${typed[0]!.toUpperCase()}${typed.slice(1)}.`
  return [sentence, reason].filter(Boolean).join(' ') || 'It could not be accepted.'
}

const names: Partial<Record<DocumentRow['kind'], string>> = {
  'id-card': 'identity card',
  'driving-licence': 'driving licence',
  selfie: 'photo of yourself',
  other: 'document',
}

/** The document as its owner calls it: "passport", "identity card (front)". */
const named = ({ kind, side }: Pick<DocumentRow, 'kind' | 'side'>): string => {
  const name = names[kind] ?? kind.replaceAll('-', ' ')
  return side ? `${name} (${side})` : name
}

export const tellRejected = (world: World, owner: ConsumerRow, row: DocumentRow): Promise<void> =>
  notify(world, owner, {
    template: 'consumer.document-rejected',
    data: { document: named(row), wrong: wrongWith(row) },
    channels: ['email'],
  })

export const tellRequested = (world: World, owner: ConsumerRow, row: DocumentRow): Promise<void> =>
  notify(world, owner, {
    template: 'consumer.document-requested',
    data: { document: named(row), wrong: wrongWith(row) },
    channels: ['email'],
  })

export const tellExpiry = (world: World, owner: ConsumerRow, row: DocumentRow): Promise<void> =>
  notify(world, owner, {
    template: isOver(row.expiresOn, world.now)
      ? 'consumer.document-expired'
      : 'consumer.document-expires',
    data: { document: named(row), day: row.expiresOn!.toISOString().slice(0, 10) },
    channels: ['email'],
  })
