/** Coloured tags: a tag has one colour on all accounts of a provider. */
import { and, eq, inArray } from 'drizzle-orm'
import { invalid, StewardError } from '../../kernel/errors.ts'
import { type Field, list, optional, text } from '../../kernel/fields.ts'
import type { World } from '../world.ts'
import { reachesAll } from './above.ts'
import { accountTagsTable } from './table.ts'

export const colours = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'grey',
] as const
export type Colour = (typeof colours)[number]

/** Of a tag that was given none. */
export const plainColour: Colour = 'grey'

export const mostTags = 100

export const tagName = text({
  about: 'A short word to find accounts by.',
  max: 40,
  pattern: /^[^,;:]+$/,
  shape: 'without commas, semicolons and colons',
})

/** A tag as it is typed: `vip:red`, or `vip` for one that keeps its colour. */
export type Label = { tag: string; colour: Colour | null }

const label: Field<string> = text({ about: 'A tag and its colour, as vip:red.', max: 60 })

/** `vip:red,pilot` */
export const labels = optional(list({ ...label, about: `Tags, each with a colour: vip:red.` }))

/** Throws `invalid_input` on `field` for what is no tag, or no colour of one. */
export const labelsIn = (typed: readonly string[] = [], field: string): Label[] =>
  typed.map(one => {
    const at = one.indexOf(':')
    const tag = (at < 0 ? one : one.slice(0, at)).trim()
    const colour =
      at < 0
        ? null
        : one
            .slice(at + 1)
            .trim()
            .toLowerCase()
    const hint = `As vip:red. Colours: ${colours.join(', ')}.`
    if (tag === '' || [...tag].length > 40 || /[,;]/.test(tag)) {
      throw invalid(field, `${field} has what is no tag.`, hint)
    }
    if (colour !== null && !colours.includes(colour as Colour)) {
      throw invalid(field, `${field} has a colour that there is not.`, hint)
    }
    return { tag, colour: colour as Colour | null }
  })

/** Sees to the colours of tags that accounts of the provider at hand are given. Another colour than a
 * tag has changes it on all of them, which is for whoever reaches all of them. */
export const colourTags = async (
  { store, actor }: World,
  given: readonly Label[],
): Promise<void> => {
  if (given.length === 0) return
  const table = store.table(accountTagsTable)
  const { provider } = store.scope
  const named = (tags: string[]) => and(eq(table.provider, provider), inArray(table.tag, tags))
  const found = await store.expressions.locking(
    store.db
      .select()
      .from(table)
      .where(named(given.map(({ tag }) => tag)))
      .orderBy(table.tag),
  )
  const known = new Map(found.map(({ tag, colour }) => [tag, colour]))
  for (const { tag, colour } of given) {
    const before = known.get(tag)
    if (before === undefined) {
      const row = { provider, tag, colour: colour ?? plainColour }
      await store.db.insert(table).values(row).onConflictDoNothing()
    } else if (colour !== null && colour !== before) {
      if (!reachesAll(actor)) throw isEverybodys(before)
      await store.db
        .update(table)
        .set({ colour })
        .where(named([tag]))
      store.note({ recoloured: { tag, from: before, to: colour } })
    }
  }
}

const isEverybodys = (colour: string) =>
  new StewardError('not_allowed', `The colour of this tag is ${colour} on all accounts.`, {
    field: 'add',
    hint: 'Leave the colour out, or take another tag.',
  })
