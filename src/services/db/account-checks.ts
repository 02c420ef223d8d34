/** What has to be true of accounts. */
import { asc, gt, sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { derivedText } from '../accounts/company.ts'
import type { AccountRow } from '../accounts/record.ts'
import { accountsTable } from '../accounts/table.ts'
import { normalizeEmail } from '../contact/email.ts'
import { byHand, type Check, found, limit } from './finding.ts'

/** Accounts in batches, by their keys; tags are left out: they may not be JSON. */
async function* batches(tx: Tx): AsyncGenerator<Derived[]> {
  const table = tx.table(accountsTable)
  const { key, id, name, email, emailKey, organization, domain, reference } = table
  const { status, sortName, searchText } = table
  const wanted = { key, id, name, email, emailKey, organization, domain, reference, status }
  for (let last = 0; ; ) {
    const rows = await tx.db
      .select({ ...wanted, sortName, searchText })
      .from(table)
      .where(gt(key, last))
      .orderBy(asc(key))
      .limit(2000)
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)!.key
  }
}

type Derived = Pick<
  AccountRow,
  'key' | 'id' | 'name' | 'email' | 'emailKey' | 'organization' | 'domain' | 'reference' | 'status'
> &
  Pick<AccountRow, 'sortName' | 'searchText'>

const isDerivedRight = (row: Derived): boolean => {
  const { sortName, searchText } = derivedText(row)
  // A template is nobody's, and has no address.
  const isTemplate = row.status === 'template' && row.email === ''
  const emailKey = isTemplate ? '' : normalizeEmail(row.email)?.key
  return row.sortName === sortName && row.searchText === searchText && row.emailKey === emailKey
}

async function* wronglyDerived(tx: Tx): AsyncGenerator<string> {
  for await (const rows of batches(tx)) {
    for (const row of rows) if (!isDerivedRight(row)) yield row.id
  }
}

/** What the tree says of one account: the line above it that its parent's line and it make. An account
 * without a parent has itself alone, so whatever is too much or missing shows somewhere. */
const wronglyPlanted = (tx: Tx): Promise<string[]> =>
  found(
    tx,
    sql`select id from accounts a where
          not exists (select 1 from account_tree t where t.provider = a.provider
            and t.account = a.key and t.ancestor = a.key and t.depth = 0)
          or (select count(*) from account_tree t
              where t.provider = a.provider and t.account = a.key)
            <> 1 + (select count(*) from account_tree t
              where t.provider = a.provider and t.account = a.parent)
          or exists (select 1 from account_tree t where t.provider = a.provider
            and t.account = a.key and t.depth > 0 and not exists (
              select 1 from account_tree u where u.provider = a.provider
                and u.account = a.parent and u.ancestor = t.ancestor and u.depth = t.depth - 1))
        ${limit}`,
  )

export const accountChecks: Check[] = [
  {
    name: 'account-tree',
    about: 'What lies beneath an account is what the parents of accounts say.',
    remedy: byHand,
    find: wronglyPlanted,
  },
  {
    name: 'account-tree-strays',
    about: 'The tree speaks of accounts alone, each within its provider.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select account from account_tree t where
              not exists (select 1 from accounts a where a.key = t.account and a.provider = t.provider)
              or not exists (select 1 from accounts a
                where a.key = t.ancestor and a.provider = t.provider) ${limit}`,
      ),
  },
  {
    name: 'account-parents',
    about: 'An account lies beneath one of its own provider.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from accounts a where parent is not null and not exists (
              select 1 from accounts p where p.key = a.parent and p.provider = a.provider
            ) ${limit}`,
      ),
  },
  {
    name: 'account-owners',
    about: 'Whoever owns an account belongs to it.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from accounts a where owner is not null and not exists (
              select 1 from consumers c
              where c.key = a.owner and c.provider = a.provider and c.account = a.key
            ) ${limit}`,
      ),
  },
  {
    name: 'account-people',
    about: 'A consumer belongs to an account of their own provider.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from consumers c where account is not null and not exists (
              select 1 from accounts a where a.key = c.account and a.provider = c.provider
            ) ${limit}`,
      ),
  },
  {
    name: 'account-grants',
    about: 'What somebody was granted is an account of its provider.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select holder from account_grants g where not exists (
              select 1 from accounts a where a.key = g.account and a.provider = g.provider
            ) ${limit}`,
      ),
  },
  {
    name: 'account-status',
    about: 'An account that is suspended or closed says why, and no other does.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from accounts where case
              when status in ('suspended', 'closed') then status_reason is null
              when status in ('active', 'template') then status_reason is not null
              else true end ${limit}`,
      ),
  },
  {
    name: 'account-derived',
    about: 'What accounts are found and sorted by is made of what they say.',
    remedy: byHand,
    find: wronglyDerived,
  },
]
