/**
 * The contract for many people: the lines of the README, run by bash exactly as they stand there, on
 * every engine.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { databases, runContract, type Step, stepOf } from '../support/contract.ts'
import { createDatabase } from '../support/databases.ts'

const realm = {
  realm: 'acme',
  users: [{ username: 'kofi', email: 'kofi@example.org', emailVerified: true, enabled: true }],
}

const people = (count: number, country: string) =>
  Array.from(
    { length: count },
    (_, at) => `${country} ${at},${country}${at}@example.org,${country}`,
  )

const csv = [
  'name,email,country',
  ...people(1204, 'KE'),
  ...people(300, 'TZ'),
  'Ada Okafor,ada@example.org,DE',
  'Ada Okello,okello@example.org,DE',
].join('\n')

const prepare = (folder: string): void => {
  writeFileSync(join(folder, 'people.csv'), csv)
  writeFileSync(join(folder, 'realm-export.json'), JSON.stringify(realm))
}

const prologue = `
export STEWARD_HOME="$NOTES"/home
steward init --name Acme --email owner@acme.test --password-stdin --api-key ci --json \
  <<< 'correct horse battery staple' > init.json
export STEWARD_API_KEY=$(grep -o 'stw_live_[A-Za-z0-9]*' init.json)
steward consumers import people.csv --json > import.json
steward consumers list --filter country=TZ --all -o ids > ids.txt
cursor() {
  steward consumers list --search 'ada ok' --sort -createdAt --limit 1 --json |
    grep -o '"nextCursor": "[^"]*"' | cut -d'"' -f4
}
id() { steward consumers show "$1@example.org" --fields id -o ids; }`

/** Where it is copied to: a database of its own, on whichever engine there is besides. */
const elsewhere = async (): Promise<string> => {
  const server = inject('postgresUrl')
  return server ? createDatabase(server) : 'sqlite:copy.db'
}

describe.each(databases())('the contract for a million (%s)', (_, database) => {
  let ran: Step[]
  const step = (part: string): Step => stepOf(ran, part)
  const summaryOf = ({ stdout }: Step) => JSON.parse(stdout.trimEnd().split('\n').at(-1)!).summary

  beforeAll(async () => {
    const target = await elsewhere()
    const filledIn = (line: string): string =>
      line
        .replace('--cursor …', '--cursor "$(cursor)"')
        .replace('con_a', '"$(id ada)"')
        .replace('con_b', '"$(id okello)"')
        .replace('postgres://…', target)
    ran = await runContract('contract million', {
      env: await database(),
      prologue,
      filledIn,
      prepare,
    })
  }, 120_000)

  it('every line succeeds', () => {
    const told = ran.map(({ line, code, stderr }) => ({ line, code, stderr }))
    expect(told.filter(({ code }) => code !== 0)).toEqual([])
  })

  it('a write to many ends with the summary of its run', () => {
    expect(summaryOf(step('country=KE'))).toEqual({
      ...{ run: expect.stringMatching(/^run_/), matched: 1204 },
      ...{ succeeded: 1204, skipped: 0, failed: 0 },
    })
    expect(step('country=KE').stdout.trimEnd().split('\n')).toHaveLength(1205)
    expect(summaryOf(step('ids.txt'))).toMatchObject({ matched: 300, succeeded: 300, failed: 0 })
  })

  it('a search goes on from a cursor', () => {
    expect(step('ada ok').json()).toMatchObject({
      data: [{ name: expect.stringMatching(/^Ada Ok/) }],
      hasMore: false,
    })
  })

  it('a merge shows who stays and what moves, and merges nothing', () => {
    expect(step('merge').json()).toMatchObject({
      dryRun: true,
      result: { consumer: { name: 'Ada Okafor' }, duplicate: { name: 'Ada Okello' } },
    })
  })

  it('an erasure leaves a log that verifies, and a copy has its root', () => {
    expect(step('privacy erase').json()).toMatchObject({ already: false })
    const { ok, root } = step('steward events verify').json()
    expect(ok).toBe(true)
    expect(step('db copy').json()).toMatchObject({ ok: true, root, tables: expect.any(Object) })
  })
})
