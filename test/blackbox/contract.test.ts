/**
 * The contract for scripts: the lines of the README, run by bash exactly as they stand there, on every
 * engine. What they promise to print is checked here.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, temporaryFolder } from '../support/databases.ts'
import { type Ended, shell } from '../support/program.ts'

/** The block of the README between its two marks, without the fence. */
const script = () => {
  const readme = readFileSync('README.md', 'utf8')
  const block = /<!-- contract -->\s*```sh\n([\s\S]*?)```/.exec(readme)
  if (!block) throw new Error('The README has no contract block.')
  return block[1]!
}

/** Lines that do something; a comment tells what the line before it prints. */
const steps = () =>
  script()
    .split('\n')
    .filter(line => line.trim() !== '' && !line.trimStart().startsWith('#'))

const people = [
  'name,email,company,country,externalId,phone,status,tags',
  'Ada Okafor,ada@example.org,Okafor Ltd,KE,e-1,+254712345678,,vip;pilot',
  '"Zoë ""Z"" Müller",zoe@example.org,,DE,e-2,,pending,',
].join('\n')

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
type Step = Omit<Ended, 'exit'> & { code: number } & { line: string; json: () => any }

/** Runs the whole block in one shell, as a script would, noting each line's own output and code. */
const runAll = async (database: Record<string, string>): Promise<Map<string, Step>> => {
  const folder = temporaryFolder()
  const env = { ...database, TMPDIR: folder }
  const prologue = `NOTES=${folder}; cd "$NOTES"; PASSWORD='correct horse battery staple'`
  writeFileSync(join(folder, 'people.csv'), people)
  await shell([prologue, ...steps().map(noting)].join('\n'), { env })
  const read = (at: number, what: string) => {
    const file = join(folder, `${at}.${what}`)
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }
  return new Map(
    steps().map((line, at) => {
      const stdout = read(at, 'out')
      const json = () => JSON.parse(stdout)
      return [line, { line, code: Number(read(at, 'code')), stdout, stderr: read(at, 'err'), json }]
    }),
  )
}

/** What the script leaves to its reader, `…`, is filled in from what was printed before. */
const filledIn = (line: string): string =>
  line
    .replace('stw_live_…', `$(sed -n 's/.*"apiKey": "\\(.*\\)".*/\\1/p' "$NOTES"/1.out)`)
    .replace('con_…', '$(steward consumers list --search ada -o ids)')

/** In braces, not in a subshell: an export has to reach the lines after it. */
const noting = (line: string, at: number): string => {
  const out = line.includes(' > ') ? '' : `> "$NOTES"/${at}.out`
  return `{ ${filledIn(line)}\n} ${out} 2> "$NOTES"/${at}.err; echo $? > "$NOTES"/${at}.code`
}

type Database = [name: string, env: () => Promise<Record<string, string>>]

const onServer = (name: string, server: string): Database => [
  name,
  async () => ({ STEWARD_DATABASE_URL: await createDatabase(server) }),
]

const databases = (): Database[] => {
  const own = inject('postgresUrl')
  const distribution = process.env.STEWARD_TEST_POSTGRES15
  return [
    ['sqlite', async () => ({})],
    ...(own ? [onServer('postgres', own)] : []),
    ...(distribution ? [onServer('postgres 15', distribution)] : []),
  ]
}

describe.each(databases())('the contract for scripts (%s)', (_, database) => {
  let ran: Map<string, Step>
  const step = (start: string): Step => {
    const found = [...ran.values()].find(({ line }) => line.includes(start))
    if (!found) throw new Error(`The README has no line with ${start}`)
    return found
  }

  beforeAll(async () => {
    ran = await runAll(await database())
  }, 120_000)

  it('every line succeeds', () => {
    const failed = [...ran.values()].filter(({ code }) => code !== 0)
    expect(failed.map(({ line, code, stderr }) => ({ line, code, stderr }))).toEqual([])
  })

  it('init answers the organisation, its owner and a key', () => {
    expect(step('steward init').json()).toEqual({
      created: true,
      organization: expect.objectContaining({ id: expect.stringMatching(/^org_/), name: 'Acme' }),
      owner: expect.objectContaining({
        id: expect.stringMatching(/^sup_/),
        email: 'owner@acme.test',
      }),
      apiKey: expect.stringMatching(/^stw_live_[0-9A-Za-z]{38}$/),
    })
  })

  it('import counts what it did', () => {
    expect(step('consumers import').json()).toEqual({
      created: 2,
      updated: 0,
      skipped: 0,
      failed: [],
    })
  })

  it('a list has its envelope', () => {
    const list = step('consumers list').json()
    expect(list).toMatchObject({ hasMore: false, nextCursor: null, total: 1 })
    expect(list.data[0]).toMatchObject({
      name: 'Ada Okafor',
      country: 'KE',
      tags: ['vip', 'pilot'],
    })
  })

  it('suspend answers the consumer', () => {
    expect(step('consumers suspend').json()).toMatchObject({
      id: expect.stringMatching(/^con_/),
      status: 'suspended',
      statusReason: 'chargeback',
    })
  })

  it('--fields picks', () => {
    expect(step('consumers show').json()).toEqual({
      id: expect.stringMatching(/^con_/),
      status: 'suspended',
      statusReason: 'chargeback',
    })
  })

  it('create shows the password once', () => {
    expect(step('consumers create').json()).toMatchObject({
      status: 'pending',
      password: expect.stringMatching(/.{12}/),
    })
  })

  it('a dry run shows the change and the messages', () => {
    const told = step('approve bob@example.org --dry-run').json()
    expect(told).toMatchObject({
      dryRun: true,
      changes: [{ before: { status: 'pending' }, after: { status: 'active' } }],
      messages: [{ channel: 'email', recipient: 'bob@example.org', template: 'consumer.approved' }],
      result: { status: 'active' },
    })
  })

  it('delete answers the deleted', () => {
    expect(step('consumers delete').json()).toMatchObject({ status: 'deleted' })
  })

  it('events tell what happened, the newest first', () => {
    const { data } = step('events list').json()
    expect(data[0]).toMatchObject({
      sequence: expect.any(Number),
      type: 'consumers.suspend',
      status: 'succeeded',
      actor: { email: 'owner@acme.test' },
      subject: { email: 'ada@example.org' },
      at: expect.stringMatching(/Z$/),
    })
  })

  it('the log verifies against its checkpoint', () => {
    expect(step('events verify').json()).toMatchObject({
      ok: true,
      size: expect.any(Number),
      root: expect.any(String),
    })
  })

  it('the database checks out', () => {
    expect(step('db check').json()).toMatchObject({ ok: true })
  })
})
