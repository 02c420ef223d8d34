/** Organisations to measure in. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import Driver from 'better-sqlite3'
import { EmbeddedPostgres } from '../embedded-postgres.ts'
import { bin, type Env, folder, run } from './measure.ts'
import { freePort } from './port.ts'

export type House = { env: Env; home: string; ownerId: string }

export const password = 'correct horse battery staple'

/** A new organisation, in SQLite unless a database is named. */
export const newHouse = (name: string, databaseUrl?: string): House => {
  const home = join(folder, name)
  const env: Env = {
    STEWARD_HOME: home,
    STEWARD_API_KEY: undefined,
    STEWARD_DATABASE_URL: databaseUrl,
  }
  const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const made = run([bin, ...init, '--api-key', 'bench', '--json'], { input: password, env })
  const { apiKey, owner } = JSON.parse(made)
  env.STEWARD_API_KEY = apiKey
  return { env, home, ownerId: owner.id }
}

/** People put straight into the table: enough to look one up among them. They are the provider's that
 * was made last. Answers the id of one. */
export const fillBare = ({ home }: House, people: number): string => {
  const driver = new Driver(join(home, 'steward.db'))
  const id = `'con_0' || substr('0000000000000000000000000' || n, -25)`
  driver.exec(`
    insert into consumers (id, provider, status, name, email, email_key, country, source, tags,
      two_factor, created_at, sort_name, search_text)
    with recursive number(n) as (select 1 union all select n + 1 from number where n < ${people})
    select ${id}, (select max(key) from providers), 'active', 'Person ' || n,
      'p' || n || '@example.org', 'p' || n || '@example.org', 'TZ', 'import', '[]', 0,
      1700000000000 + n * 60000, 'person ' || n,
      'person ' || n || char(10) || 'p' || n || '@example.org' || char(10, 10)
    from number`)
  driver.close()
  return `con_0${String(people / 2).padStart(25, '0')}`
}

export type PostgresServer = { url(database: string): Promise<string>; stop(): Promise<void> }

/** A Postgres of the bench's own, as it comes: durable, with the settings of its package. */
export const startPostgres = async (): Promise<PostgresServer> => {
  // Run by root, the server is another user's, who has to get through to its data.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    port,
    user: 'steward',
    password: 'bench',
    persistent: false,
    authMethod: 'trust' as never,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    async url(database) {
      await server.createDatabase(database)
      return `postgres://steward@127.0.0.1:${port}/${database}`
    },
    stop: () => server.stop(),
  }
}
