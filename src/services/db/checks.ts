/**
 * What has to be true of every row, whatever program wrote it: each a name, a sentence, and a way to
 * find what breaks it. They read in batches and keep nothing but ids, so that a million rows need no
 * more memory than a hundred.
 */
import { sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { accountChecks } from './account-checks.ts'
import { consumerChecks } from './consumer-checks.ts'
import { documentChecks } from './document-checks.ts'
import { byHand, type Check, found, limit } from './finding.ts'

const house: Check[] = [
  {
    name: 'organization',
    about: 'There is one organisation, and it is row 1.',
    remedy: byHand,
    find: async tx => {
      const [row] = await tx.rows<{ n: number | string; low: number | string | null }>(
        sql`select count(*) as n, min(key) as low from organizations`,
      )
      return Number(row!.n) === 1 && Number(row!.low) === 1 ? [] : [`${row!.n} rows`]
    },
  },
  {
    name: 'default-provider',
    about: 'One provider is the default one.',
    remedy: byHand,
    find: async tx => {
      const flag = tx.dialect === 'sqlite' ? sql`is_default = 1` : sql`is_default`
      const ids = await found(tx, sql`select id from providers where ${flag}`)
      return ids.length === 1 ? [] : ids.length === 0 ? ['none'] : ids
    },
  },
  {
    name: 'log-heads',
    about: 'Every provider has the head of a log.',
    remedy: 'See: steward events verify',
    find: tx =>
      found(
        tx,
        sql`select id from providers p
            where not exists (select 1 from logs l where l.provider = p.key) ${limit}`,
      ),
  },
  {
    name: 'api-keys',
    about: 'Every API key belongs to a supervisor of its provider, or of all of them.',
    remedy: 'Revoke the key and make another: steward keys revoke',
    find: tx =>
      found(
        tx,
        sql`select id from api_keys k where not exists (
              select 1 from supervisors s where s.id = k.created_by and (s.provider = k.provider or s.every_provider)
            ) ${limit}`,
      ),
  },
  {
    name: 'outbox-secrets',
    about: 'A message that was sent, was given up or has expired keeps no code, link or password.',
    remedy: byHand,
    find: tx =>
      found(
        tx,
        sql`select id from outbox
            where status in ('sent', 'failed', 'expired') and sealed is not null ${limit}`,
      ),
  },
  {
    name: 'idempotency',
    about: 'Every idempotency key has the answer that was given under it.',
    remedy: byHand,
    find: tx => found(tx, sql`select operation from idempotency where answer is null ${limit}`),
  },
]

export const checksOf = (tx: Tx): Check[] => [
  ...house,
  ...consumerChecks(tx.dialect),
  ...documentChecks,
  ...accountChecks,
]
