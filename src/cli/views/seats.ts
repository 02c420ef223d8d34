/** What an account has been given: features, and seats for its people. */
import type { Seats } from '../../services/accounts/seating.ts'
import type { Section } from '../output/record.ts'

type Named = { id: string; reference: string | null; name: string }

const account = ({ id, reference, name }: Named): Section['fields'] => [
  ['account', `${name} (${reference ?? id})`],
]

/** "3 of 5, 1 more free: Client (c1) above it has no more" */
export const seatsText = ({ allowed, additional, used, free, limitedBy }: Seats): string => {
  const added = additional > 0 ? ` (${additional} of them added)` : ''
  const own = allowed === null ? `${used}, any number` : `${used} of ${allowed}${added}`
  if (free === null) return own
  const above = limitedBy
    ? `, as ${limitedBy.name} (${limitedBy.reference ?? limitedBy.id}) has`
    : ''
  return `${own}; ${free} free${above}`
}

export const seatSections = (value: Named & { seats: Seats }): Section[] => [
  { fields: [...account(value), ['seats used', seatsText(value.seats)]] },
]

type Granted = Named & { features: string[]; available: string[] }

export const featureSections = (value: Granted): Section[] => [
  {
    fields: [
      ...account(value),
      ['has', value.features.join(', ')],
      ['can be granted', value.available.join(', ')],
    ],
  },
]
