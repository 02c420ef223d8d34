/** What a record belongs to and what stops it from above, in a few words. */
import type { NamedAccount } from '../../services/accounts/record.ts'
import type { Stop } from '../../services/providers/standing.ts'
import type { Row } from '../output/value.ts'

const isNamed = (value: unknown): value is NamedAccount =>
  typeof value === 'object' && value !== null

/** "Client (c1)"; nothing for a person alone. */
export const accountText = (value: unknown): string => {
  if (!isNamed(value)) return ''
  const { name, reference, id } = value
  return `${name} (${reference ?? id})`
}

/** The name alone of whom or what is named. */
export const nameText = (value: unknown): string => (isNamed(value) ? value.name : '')

const nouns = { providers: 'provider', accounts: 'account' } as const

/** "provider North, disabled"; what is out of reach has no name. */
export const stopText = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return ''
  const { topic, name, status } = value as Stop
  return name === null ? `an account above, ${status}` : `${nouns[topic]} ${name}, ${status}`
}

/** As a file has it, and an import reads it: the reference holds in another house as well. */
export const accountName = (value: Row): unknown => value.reference ?? value.id
export const stopName = (value: Row): unknown => value.id ?? value.status

/** Records that stand in one cell of a CSV. */
export const plainly: Record<string, ((value: Row) => unknown) | undefined> = {
  account: accountName,
  parent: accountName,
  owner: ({ id }) => id,
  stoppedBy: stopName,
}

/** Columns of what a record belongs to. */
export const belongs = {
  account: { key: 'account', title: 'account', priority: 4, format: accountText, csv: accountName },
  parent: {
    key: 'parent',
    title: 'belongs to',
    priority: 3,
    format: accountText,
    csv: accountName,
  },
  owner: { key: 'owner', title: 'owner', priority: 6, format: nameText, csv: ({ id }: Row) => id },
  stop: { key: 'stoppedBy', title: 'stopped by', priority: 7, format: stopText, csv: stopName },
  provider: { key: 'provider', title: 'provider', priority: 8, keep: true },
}
