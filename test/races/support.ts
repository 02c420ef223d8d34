/** A database with an organisation, for many processes at once. */
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { createDatabase, temporaryFolder } from '../support/databases.ts'
import { type EngineName, password } from '../support/house.ts'
import { ensureBuilt, steward } from '../support/program.ts'

/** Everything at its full size takes minutes; by default it is just enough to be a race. */
export const isFull = process.env.STEWARD_VERIFY === '1'

export type Site = { env: Record<string, string>; home: string; url: string }

/** Nothing in it yet, not even a schema. */
export const newSite = async (engine: EngineName): Promise<Site> => {
  await ensureBuilt()
  const home = temporaryFolder()
  const url =
    engine === 'sqlite' ? join(home, 'steward.db') : await createDatabase(inject('postgresUrl')!)
  return { home, url, env: { STEWARD_HOME: home, STEWARD_DATABASE_URL: url } }
}

/** The same with an organisation, and the key of its owner in the environment. */
export const newOrganization = async (engine: EngineName): Promise<Site> => {
  const site = await newSite(engine)
  const words = 'init --name Acme --email owner@acme.test --password-stdin --api-key ci --json'
  const made = await steward(words.split(' '), { env: site.env, input: password })
  expect(made).toMatchObject({ exit: 0 })
  return { ...site, env: { ...site.env, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey } }
}

export const json = async (words: string[], { env }: Site) => {
  const ended = await steward([...words, '--json'], { env })
  expect(ended).toMatchObject({ exit: 0 })
  return JSON.parse(ended.stdout)
}
