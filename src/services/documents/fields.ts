/** The fields that operations on documents share. */
import { choice, type Field, list, optional, ref, text } from '../../kernel/fields.ts'
import { problems } from './rules.ts'

export const document = ref('consumers.documents', 'The document: its id.')

/** A day as it is printed on a document: the beginning of it, in UTC. */
const day = (about: string): Field<Date> => {
  const typed = text({
    about,
    max: 10,
    pattern: /^\d{4}-\d\d-\d\d$/,
    shape: 'a day, such as 2031-05-31',
  })
  return {
    ...typed,
    default: undefined,
    read: (value, now) => {
      const read = typed.read(value, now)
      const at = new Date(`${read}T00:00:00.000Z`)
      // The 31st of a shorter month would be read as a day of the next one.
      if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(read)) return at
      return typed.read('no day', now) as never
    },
  }
}

export const issuedOn = optional(day('The day it was issued.'))
export const expiresOn = optional(day('The last day on which it is valid.'))

/** What is wrong with it: one or several. */
export const problemList = list(
  choice({ about: `What is wrong: ${problems.join(', ')}; several with commas.`, of: problems }),
)

export const number = optional(text({ about: 'The number printed on it.', max: 60 }))
export const country = optional(text({ about: 'The country that issued it.', max: 60 }))

/** Why, beside the problems. */
export const toldReason = optional(
  text({ about: 'In your own words; the person is told.', max: 500 }),
)
