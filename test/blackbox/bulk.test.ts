/** Writes over many records, as scripts and people start them: the contract's lines as they stand. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { deleteConsumer } from '../../src/services/consumers/delete.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { databases } from '../support/contract.ts'
import { temporaryFolder } from '../support/databases.ts'
import { newHouse } from '../support/house.ts'
import { bring } from '../support/people.ts'
import { type Ended, ensureBuilt, shell, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

const people = (count: number, country: string) =>
  Array.from(
    { length: count },
    (_, at) => `${country} ${at},${country}${at}@example.org,${country}`,
  )

/** An office with 1204 people in Kenya and 5 in Tanzania; commands run in its folder. */
const office = async (database: Record<string, string>) => {
  const folder = temporaryFolder()
  const rows = ['name,email,country', ...people(1204, 'KE'), ...people(5, 'TZ')]
  writeFileSync(join(folder, 'people.csv'), rows.join('\n'))
  writeFileSync(join(folder, 'password'), 'correct horse battery staple')
  const base = { STEWARD_HOME: folder, ...database }
  const init = `steward init --name Acme --email o@acme.test --password-file password --api-key ci
    --json`.replaceAll(/\s+/g, ' ')
  const made = await shell(init, { env: base, cwd: folder })
  const env = { ...base, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey as string }
  const run = (line: string) => shell(line, { env, cwd: folder })
  await run('steward consumers import people.csv')
  return { folder, env, run }
}

const linesOf = ({ stdout }: Ended) =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

beforeAll(ensureBuilt)

describe.each(databases())('the contract for bulk (%s)', (_, database) => {
  it('does what its lines say, and changes nothing on a wrong count', {
    timeout: 120_000,
  }, async () => {
    const { folder, run } = await office(await database())
    const suspend = `steward consumers suspend --filter 'country=KE' --reason audit`
    const wrong = await run(`${suspend} --confirm 1203 --json`)
    expect(wrong.exit).toBe(2)
    expect(JSON.parse(wrong.stdout).error).toMatchObject({
      ...{ code: 'invalid_input', field: 'confirm', details: { matched: 1204 } },
      message: '1,204 consumers would be affected: that is not what --confirm says.',
    })
    const unconfirmed = await run(`${suspend} --json`)
    expect([unconfirmed.exit, unconfirmed.stdout]).toEqual([2, expect.stringContaining('1204')])
    const many = await run(`${suspend} --confirm 1204 --max-affected 1203`)
    expect([many.exit, many.stderr]).toEqual([2, expect.stringContaining('1,204')])
    const before = await run(`steward consumers list --filter status=suspended -o ids`)
    expect(before.stdout).toBe('')

    const done = linesOf(await run(`${suspend} --confirm 1204 --json`))
    expect(done).toHaveLength(1205)
    expect(done.at(-1)).toEqual({
      summary: {
        run: expect.stringMatching(/^run_/),
        ...{ matched: 1204, succeeded: 1204, skipped: 0, failed: 0 },
      },
    })
    expect(done[0]).toEqual({ id: expect.stringMatching(/^con_/), outcome: 'done' })
    const known = await run(`steward runs show ${done.at(-1).summary.run} --json`)
    const { firstEvent, lastEvent, ...shown } = JSON.parse(known.stdout)
    expect(lastEvent - firstEvent).toBe(1203)
    expect(shown).toMatchObject({ state: 'done', filter: 'country=KE', reason: 'audit' })
    const events = await run(`steward events list --run ${shown.id} --all -o ids | wc -l`)
    expect(events.stdout.trim()).toBe('1204')

    // Twice the same, nobody, and people who are suspended already: 300 records.
    const ids = done.slice(0, 294).map(({ id }) => id)
    const named = [
      'tz0@example.org',
      'TZ0@Example.org',
      'tz1@example.org',
      '',
      'nobody@example.org',
    ]
    const more = ['tz2@example.org', 'tz3@example.org', 'tz4@example.org']
    writeFileSync(join(folder, 'ids.txt'), `\ufeff${[...ids, ...named, ...more].join('\r\n')}\r\n`)
    const from = await run(
      'steward consumers suspend --from ids.txt --reason audit --confirm 300 --failed-to f.txt --json',
    )
    expect(from.exit).toBe(7)
    const rows = linesOf(from)
    expect(rows.at(-1).summary).toMatchObject({
      matched: 300,
      succeeded: 5,
      skipped: 294,
      failed: 1,
    })
    expect(rows.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      ...{ id: null, selector: 'nobody@example.org' },
      error: { code: 'not_found', message: 'No such consumer.' },
    })
    expect(readFileSync(join(folder, 'f.txt'), 'utf8')).toBe('nobody@example.org\n')
    expect(statSync(join(folder, 'f.txt')).mode & 0o777).toBe(0o600)
    const again = await run('steward consumers suspend --from f.txt --reason audit --json')
    expect(again.exit).toBe(7)
    const verified = await run('steward events verify --json')
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
  })
})

describe('a write over many', () => {
  it('reads from a pipe, prints ids, keeps a file that holds something, and makes none for nothing', {
    timeout: 60_000,
  }, async () => {
    const { folder, run } = await office({})
    const list = `steward consumers list --filter 'country=TZ' -o ids`
    const piped = await run(`${list} | steward consumers tag - --add x --failed-to f.txt -o ids`)
    expect([piped.exit, piped.stdout.trim().split('\n').length]).toEqual([0, 5])
    expect(existsSync(join(folder, 'f.txt'))).toBe(false)
    writeFileSync(join(folder, 'f.txt'), 'mine\n')
    const tag = 'steward consumers tag tz1@example.org nobody@example.org --add y --failed-to'
    const [kept, nowhere] = [await run(`${tag} f.txt`), await run(`${tag} none/f.txt`)]
    expect([kept.exit, nowhere.exit]).toEqual([2, 8])
    const untouched = await run('steward consumers list --filter tag=y -o ids')
    expect(untouched.stdout).toBe('')
  })

  it('can be stopped by Ctrl-C and gone on with, and asks for the count to be typed', {
    timeout: 60_000,
  }, async () => {
    const { env, run, folder } = await office({})
    const suspend = `cd ${folder}; steward consumers suspend --filter 'country=KE' --reason audit`
    const declined = await inTerminal(suspend, env, [['type how many', '1203\r']])
    expect([declined.exit, declined.screen]).toEqual([9, expect.stringContaining('Nothing was')])
    const stopped = await inTerminal(`${suspend} --json`, env, [
      ['type how many', '1,204\r'],
      ['"outcome":"done"', '\x03'],
    ])
    expect(stopped.exit).toBe(130)
    const [, left] = /"left":(\d+)\}\}/.exec(stopped.screen) ?? []
    const resume = /steward consumers suspend --resume run_\w+/.exec(stopped.screen)?.[0]
    const counted = await run(`${resume} --confirm ${Number(left) + 1}`)
    expect([counted.exit, counted.stderr]).toEqual([2, expect.stringContaining('--confirm')])
    const [first, second] = [await run(`${resume} --json`), await run(`${resume} --json`)]
    expect(linesOf(first).at(-1).summary).toMatchObject({ matched: 1204, succeeded: 1204 })
    expect(linesOf(first).length).toBeLessThan(1204)
    expect(linesOf(second)).toEqual(linesOf(first).slice(-1))
    expect(second.stderr).toContain('is done already')
    const twice = await run(`${resume} --max-affected 1 --max-affected 2`)
    expect([twice.exit, twice.stderr]).toEqual([2, expect.stringContaining('given twice')])
    const events = await run(`steward events list --type consumers.suspend --all -o ids | wc -l`)
    expect(events.stdout.trim()).toBe('1204')
  })

  it('that destroys is gone on with as it is begun: with a yes, whoever gave the count', {
    timeout: 60_000,
  }, async () => {
    const house = await newHouse('sqlite')
    const names = ['Ada', 'Bob', 'Eve']
    await bring(house, ...names.map(name => ({ name, email: `${name}@example.org` })))
    const bulk = await house.bulk(deleteConsumer)
    const { targets } = await bulk.select(listConsumers, { filter: 'name=Ada,Bob' })
    const { run } = await bulk.begin({ input: {}, targets, asked: {} })
    const env = { STEWARD_HOME: house.home, STEWARD_API_KEY: house.apiKey }
    const resume = (...more: string[]) =>
      steward(['consumers', 'delete', '--resume', run.id, ...more, '--json'], { env })
    for (const more of [[], ['--confirm', '2']]) {
      const refused = await resume(...more)
      expect([refused.exit, JSON.parse(refused.stdout).error]).toMatchObject([2, { field: 'yes' }])
    }
    expect((await house.ask(listConsumers)).total).toBe(3)
    const asked = await inTerminal(`steward consumers delete --resume ${run.id}`, env, [
      ['the 2 consumers left?', 'n\r'],
    ])
    expect(asked.exit).toBe(9)
    expect((await house.ask(listConsumers)).total).toBe(3)
    const done = await resume('--yes')
    expect([done.exit, linesOf(done).at(-1).summary]).toMatchObject([0, { succeeded: 2 }])
    expect((await house.ask(listConsumers)).data.map(({ name }: { name: string }) => name)).toEqual(
      ['Eve'],
    )
  })
})
