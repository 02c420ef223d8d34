/** What documents are found, filtered and sorted by. */
import { and, or, type SQL, sql } from 'drizzle-orm'
import type { InputOf } from '../../kernel/fields.ts'
import { optional, ref } from '../../kernel/fields.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, termsOf } from '../../kernel/list.ts'
import { searchWords } from '../../kernel/search.ts'
import { listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { readConsumer } from '../consumers/queries.ts'
import { consumersTable } from '../consumers/table.ts'
import { countryOf } from '../countries/countries.ts'
import { ownersOf, statusAt } from './queries.ts'
import { documentRecord } from './record.ts'
import { kinds, problems, sides, statuses } from './rules.ts'
import { documentsTable } from './table.ts'

const filters = {
  status: { kind: 'choice', choices: statuses },
  kind: { kind: 'choice', choices: kinds },
  side: { kind: 'choice', choices: sides, nullable: true },
  country: { kind: 'text', nullable: true },
  number: { kind: 'text', nullable: true },
  problem: { kind: 'tags', choices: problems },
  sha256: { kind: 'text', about: 'of the content, in hex' },
  created: { kind: 'instant' },
  decided: { kind: 'instant', nullable: true },
  expires: { kind: 'instant', nullable: true },
} satisfies FilterFields

export const documentFields = {
  consumer: optional(ref('consumers', 'Only of this consumer: id, email, phone or external id.')),
  ...listFields({
    filters,
    sorts: ['createdAt', 'expiresOn'],
    search: "the person's name, email, company and phone, and in the number",
  }),
}

/** Each word is somewhere in what the owner is found by, or in the number. */
const about = (tx: Tx, search = ''): SQL | undefined => {
  const table = tx.table(documentsTable)
  const { key, searchText } = tx.table(consumersTable)
  const target = { column: searchText, index: 'consumers_search' }
  return and(
    ...searchWords(search).map(word => {
      const { holds, ways } = tx.expressions.search(target, [word])
      const led = ways.map(way => sql`${key} in (${way})`)
      const owners = tx.db
        .select({ key })
        .from(tx.table(consumersTable))
        .where(and(tx.scoped(consumersTable), ...led, ...holds))
      return or(
        sql`${table.consumer} in ${owners}`,
        sql`coalesce(${tx.expressions.includes(table.number, word)}, false)`,
      )
    }),
  )
}

const ofConsumer = async (tx: Tx, selector: string | undefined): Promise<SQL | undefined> => {
  if (selector === undefined) return undefined
  const { key } = await readConsumer(tx, selector)
  return sql`${tx.table(documentsTable).consumer} = ${key}`
}

export const documentPage = async (tx: Tx, now: Date, input: InputOf<typeof documentFields>) => {
  const table = tx.table(documentsTable)
  const terms = termsOf(input.filter, filters, now)
  const never = 8_640_000_000_000_000
  const listing = {
    spec: documentsTable,
    where: and(await ofConsumer(tx, input.consumer), about(tx, input.search)),
    filters: {
      status: { ...filters.status, column: statusAt(tx, now) },
      kind: { ...filters.kind, column: table.kind },
      side: { ...filters.side, column: table.side },
      country: {
        ...filters.country,
        column: table.country,
        fold: (typed: string) => countryOf(typed) ?? typed,
      },
      number: { ...filters.number, column: table.number },
      problem: { ...filters.problem, column: table.problems },
      sha256: { ...filters.sha256, column: table.sha256 },
      created: { ...filters.created, column: table.createdAt },
      decided: { ...filters.decided, column: table.decidedAt },
      expires: { ...filters.expires, column: table.expiresOn },
    },
    sorts: {
      createdAt: { column: table.createdAt, instant: true },
      // What never ends comes last of what ends soonest.
      expiresOn: {
        column: sql`coalesce(${tx.expressions.milliseconds(table.expiresOn)}, ${sql.raw(String(never))})`,
      },
    },
    defaultSort: '-createdAt',
  }
  const { rows, ...page } = await listRows(tx, listing, terms, input)
  const owners = await ownersOf(tx, rows)
  const data = rows.map(row => documentRecord(row, owners.get(row.consumer)!, now))
  return { data, ...page }
}
