/**
 * The search index, put off: see ../sqlite/backlog.ts. A GIN index of Postgres has a list of its own for
 * what is still to be put in, which searches look through, and which is put in as soon as it is too
 * long. While rows come in bulk it may be longer. If whoever made it so never comes back, the next
 * change or the server's own vacuum puts all of it in.
 */
import type pg from 'pg'

const index = 'consumers_search'

/** Of this process: the server itself needs no reminding. */
let behind = false

/** In a transaction: what comes in until its end may wait. */
export const putOff = async (client: pg.PoolClient): Promise<void> => {
  behind = true
  await client.query(`set local gin_pending_list_limit = '256MB'`)
}

export const isBehind = (): boolean => behind

/** Puts in what waits. */
export const catchUp = async (client: pg.PoolClient): Promise<void> => {
  behind = false
  await client.query('begin')
  await client.query(`set local maintenance_work_mem = '256MB'`)
  await client.query('select gin_clean_pending_list($1)', [index])
  await client.query('commit')
}
