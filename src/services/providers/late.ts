/** What comes too late: a provider may have been deleted after somebody was let in to write there. */
import { eq, sql } from 'drizzle-orm'
import { notFound } from '../../kernel/errors.ts'
import type { Admits } from '../../store/log.ts'
import { providersTable } from './table.ts'

/** Throws `not_found` for a change in a provider that is deleted. Whoever deletes one holds its log's
 * head before looking what is left, and so does whoever asks here. */
export const refuseLate: Admits = async (tx, { provider }, entries) => {
  const changes = entries.some(one => !('detail' in one) || one.detail.changes.length > 0)
  if (!changes || entries.every(({ type }) => type === 'providers.delete')) return
  const table = tx.table(providersTable)
  const asked = tx.session.prepared('status of a provider', db =>
    db
      .select({ status: table.status })
      .from(table)
      .where(eq(table.key, sql.placeholder('provider'))),
  )
  const [found] = (await asked.execute({ provider })) as { status: string }[]
  if (found?.status === 'deleted') throw notFound('provider')
}
