/** What an erasure takes, before it and after. */
import { nameOf } from '../answer.ts'
import type { Section } from '../output/record.ts'

type Erasure = {
  id: string
  erasedAt: string
  already: boolean
  erased: Record<string, number>
  people: { id: string; name: string; email: string | null }[] | null
  archives: { file: string; sha256: string }[]
}

/** passwordResets is "password resets". */
const spoken = (name: string): string =>
  name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

export const erasureSections = ({
  id,
  erasedAt,
  already,
  erased,
  archives,
}: Erasure): Section[] => [
  {
    fields: [
      ['erased', id, { keep: true }],
      [already ? 'before, at' : 'at', erasedAt],
    ],
  },
  counted(erased),
  untouched(archives),
]

export const erasureForetold = ({ people, erased, archives }: Erasure): Section[] => [
  {
    fields: (people ?? []).map((one, at) => [
      at === 0 ? 'would erase' : 'merged into them',
      nameOf({ ...one, topic: 'consumers' }),
    ]),
  },
  counted(erased),
  untouched(archives),
]

const counted = (erased: Erasure['erased']): Section => ({
  fields: Object.entries(erased).map(([name, count]) => [spoken(name), count]),
})

const untouched = (archives: Erasure['archives']): Section => ({
  title: 'Archives of the log that may still speak of them',
  fields: archives.map(({ file, sha256 }) => [file, sha256, { keep: true }]),
})
