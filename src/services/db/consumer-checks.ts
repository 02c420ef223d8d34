/** What has to be true of consumers. */
import { asc, gt, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { derivedText } from '../consumers/contact.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { consumersTable } from '../consumers/table.ts'
import { normalizeEmail } from '../contact/email.ts'
import { byHand, type Check, found, limit } from './finding.ts'

/** Which of its columns a status asks for, and which it leaves empty. */
const badStatus = sql`
  case status
    when 'pending' then status_kind is not null or suspended_from is not null
      or suspended_until is not null or deleted_from is not null
    when 'active' then status_reason is not null or status_kind is not null
      or suspended_from is not null or suspended_until is not null or deleted_from is not null
    when 'suspended' then status_reason is null or status_kind is null or suspended_from is null
      or suspended_from not in ('pending', 'active') or deleted_from is not null
    when 'rejected' then status_reason is null or status_kind is not null
      or suspended_from is not null or suspended_until is not null or deleted_from is not null
    when 'deleted' then deleted_from is null
      or deleted_from not in ('pending', 'active', 'suspended', 'rejected')
    else true
  end`

const badTags = {
  // Text that is no JSON would end the query: it is asked first.
  sqlite: sql`case when json_valid(tags) and json_type(tags) = 'array'
    then exists (select 1 from json_each(tags) where type <> 'text') else true end`,
  postgres: sql`case when jsonb_typeof(tags) = 'array'
    then exists (select 1 from jsonb_array_elements(tags) t where jsonb_typeof(t) <> 'string')
    else true end`,
}

/** See store/sqlite/postponed.ts. */
const putOffIndexes = async (tx: Tx): Promise<string[]> => {
  const list = sql`select 1 from sqlite_master where name = 'consumers_put_off'`
  if ((await tx.rows(list)).length === 0) return []
  return found(tx, sql`select name from consumers_put_off order by key`)
}

const consumersWhere = (tx: Tx, wrong: SQL): Promise<string[]> =>
  found(tx, sql`select id from consumers where ${wrong} ${limit}`)

/** Ids of living consumers who share what only one of them may have. */
const sharing = (tx: Tx, column: string): Promise<string[]> => {
  const name = sql.raw(column)
  return found(
    tx,
    sql`select min(id) from consumers where status <> 'deleted' and ${name} is not null
        group by provider, ${name} having count(*) > 1 ${limit}`,
  )
}

/** Consumers in batches, without what is no use here. Tags are left out: they may not be JSON. */
async function* batches(tx: Tx): AsyncGenerator<DerivedRow[]> {
  const { key, id, name, email, emailKey, company, phone, sortName, searchText } =
    tx.table(consumersTable)
  const wanted = { key, id, name, email, emailKey, company, phone, sortName, searchText }
  for (let last = 0; ; ) {
    const rows = await tx.db
      .select(wanted)
      .from(tx.table(consumersTable))
      .where(gt(key, last))
      .orderBy(asc(key))
      .limit(2000)
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)!.key
  }
}

type DerivedRow = Pick<
  ConsumerRow,
  'key' | 'id' | 'name' | 'email' | 'emailKey' | 'company' | 'phone' | 'sortName' | 'searchText'
>

const isDerivedRight = (row: DerivedRow): boolean => {
  const { sortName, searchText } = derivedText(row)
  const emailKey = row.email === null ? null : (normalizeEmail(row.email)?.key ?? null)
  return row.sortName === sortName && row.searchText === searchText && row.emailKey === emailKey
}

async function* wronglyDerived(tx: Tx): AsyncGenerator<string> {
  for await (const rows of batches(tx)) {
    for (const row of rows) if (!isDerivedRight(row)) yield row.id
  }
}

/** Asks the index itself, which a read-only connection may: that it has the rows there are, and
 * finds each by three characters from its middle. (FTS5's own integrity check wants to write.) */
const searchIndex = async (tx: Tx): Promise<string[]> => [
  ...(await found(
    tx,
    sql`select id from consumers c
        where not exists (select 1 from consumers_search_docsize d where d.id = c.key)
          and c.key not in (select found from consumers_search_rest)
        union all
        select 'row ' || d.id from consumers_search_docsize d
        where not exists (select 1 from consumers c where c.key = d.id) ${limit}`,
  )),
  ...(await found(
    tx,
    sql`select id from consumers c where length(search_text) > 2
        and c.key not in (select found from consumers_search_rest) and not exists (
          select 1 from consumers_search s where s.consumers_search match '"' || replace(
            substr(c.search_text, (length(c.search_text) - 1) / 2, 3), '"', '""') || '"'
          and s.rowid between c.key and c.key
        ) ${limit}`,
  )),
]

const edit = 'Save the record again: steward consumers edit ID --name NAME'

export const consumerChecks = (dialect: Tx['dialect']): Check[] => [
  {
    name: 'consumer-status',
    about: 'A status has the columns it needs and no other: who is suspended has a reason.',
    remedy: byHand,
    find: tx => consumersWhere(tx, badStatus),
  },
  ...(['email_key', 'phone', 'external_id'] as const).map(column => ({
    name: `consumer-${column.replace('_key', '').replace('_', '-')}`,
    about: `No two living consumers have the same ${column.replace('_key', '').replace('_', ' ')}.`,
    remedy: 'Change or delete one of them.',
    find: (tx: Tx) => sharing(tx, column),
  })),
  {
    name: 'consumer-derived',
    about: 'What is searched and sorted by follows from name, email, company and phone.',
    remedy: edit,
    find: wronglyDerived,
  },
  {
    name: 'consumer-tags',
    about: 'Tags are a list of words.',
    remedy: byHand,
    find: tx => consumersWhere(tx, badTags[dialect]),
  },
  {
    name: 'consumers-lost',
    about: 'Everyone whom the log has come in is there: as they are, deleted or erased.',
    remedy: 'Restore a backup: no command of Steward removes a record.',
    // Of events that are archived nobody can ask whom they were about.
    find: tx =>
      found(
        tx,
        sql`select distinct subject from events e
            where type in ('consumers.create', 'consumers.import', 'consumers.register')
              and status = 'succeeded' and subject is not null and not exists (
                select 1 from consumers c where c.provider = e.provider and c.id = e.subject
              ) ${limit}`,
      ),
  },
  {
    name: 'consumer-notes',
    about: 'Every note and every password link belongs to a consumer.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from consumer_notes n
            where not exists (select 1 from consumers c where c.key = n.consumer)
            union all
            select kind || ' ' || key from password_resets r
            where not exists (select 1 from consumers c where c.key = r.consumer) ${limit}`,
      ),
  },
  ...(dialect === 'sqlite'
    ? [
        {
          name: 'search-index',
          about: 'The search index has every consumer as they are, and nobody else.',
          remedy: 'Restore a backup, or save the records named again.',
          find: searchIndex,
        },
        {
          name: 'indexes',
          about: 'No index is put off: an import into an empty office builds them when it ends.',
          remedy: 'Whoever writes next builds them. Nothing is wrong meanwhile.',
          notice: true,
          find: putOffIndexes,
        },
      ]
    : []),
]
