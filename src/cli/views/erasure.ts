/** What an erasure takes, before it and after. */
import type { Section } from '../output/record.ts'

type Erasure = { id: string; erasedAt: string; already: boolean; erased: Record<string, number> }

/** passwordResets is "password resets". */
const spoken = (name: string): string =>
  name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

export const erasureSections = ({ id, erasedAt, already, erased }: Erasure): Section[] => [
  {
    fields: [
      ['erased', id, { keep: true }],
      [already ? 'before, at' : 'at', erasedAt],
    ],
  },
  counted(erased),
]

export const erasureForetold = ({ id, erased }: Erasure): Section[] => [
  { fields: [['would erase', id, { keep: true }]] },
  counted(erased),
]

const counted = (erased: Erasure['erased']): Section => ({
  fields: Object.entries(erased).map(([name, count]) => [spoken(name), count]),
})
