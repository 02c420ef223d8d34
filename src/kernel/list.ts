/** The input and output that every list has. */
import * as z from 'zod/mini'
import { type Fields, flag, integer, optional, text, withDefault } from './fields.ts'
import { type FilterFields, type FilterTerm, parseFilter } from './filter.ts'

export const largestPage = 500

/** `--search`, `--filter`, `--sort`, `--limit`, `--cursor`, `--count`. */
export const listFields = (options: {
  filters: FilterFields
  sorts: readonly string[]
  search?: string
}) =>
  ({
    ...(options.search && {
      search: optional(
        text({ about: `Find text in ${options.search}; several words in any order.`, max: 200 }),
      ),
    }),
    filter: filterField(options.filters),
    sort: {
      ...optional(
        text({ about: `${options.sorts.join(', ')}; - in front turns it round.`, max: 60 }),
      ),
      sorts: options.sorts,
    },
    limit: withDefault(integer({ about: 'Rows on a page.', min: 1, max: largestPage }), 50),
    cursor: optional(text({ about: 'Where the page before ended: its nextCursor.', max: 1000 })),
    count: withDefault(flag({ about: 'Count exactly, past ten thousand too.' }), false),
  }) as ListFields

/** The text of a filter on these fields. */
export const filterField = (filters: FilterFields) => ({
  ...optional(
    text({ about: `Conditions that all hold, on ${Object.keys(filters).join(', ')}.`, max: 2000 }),
  ),
  filters,
})

type ListFields = {
  search: ReturnType<typeof optional<string>>
  filter: ReturnType<typeof optional<string>>
  sort: ReturnType<typeof optional<string>>
  limit: ReturnType<typeof integer>
  cursor: ReturnType<typeof optional<string>>
  count: ReturnType<typeof flag>
} & Fields

export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({
    data: z.array(item),
    hasMore: z.boolean(),
    nextCursor: z.nullable(z.string()),
    total: z.nullable(z.number()),
  })

export const termsOf = (
  filter: string | undefined,
  fields: FilterFields,
  now: Date,
): FilterTerm[] => (filter === undefined ? [] : parseFilter(filter, fields, now))
