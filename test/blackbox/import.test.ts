/** The import command: what a script and a person learn of a file that is not all good. */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'

let env: Record<string, string>
let folder: string

beforeAll(async () => {
  await ensureBuilt()
  folder = temporaryFolder()
  const home = { STEWARD_HOME: join(folder, 'home') }
  const init = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const made = await steward([...init, '--api-key', 'ci', '--json'], {
    env: home,
    input: 'correct horse battery staple',
  })
  env = { ...home, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey }
}, 60_000)

const importing = async (name: string, text: string | Buffer, ...more: string[]) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  const { exit, stdout, stderr } = await steward(['consumers', 'import', file, '--json', ...more], {
    env,
  })
  return { exit, stderr, answer: JSON.parse(stdout) }
}

/** Ctrl-C as soon as something of it is done. */
const interrupted = (words: string[]) =>
  new Promise<{ exit: number | null; stdout: string; stderr: string }>(done => {
    const child = spawn(process.execPath, [join(process.cwd(), 'bin/run.js'), ...words], {
      env: { PATH: process.env.PATH, ...env },
    })
    const told = { stdout: '', stderr: '' }
    child.stdout.once('data', () => child.kill('SIGINT'))
    child.stdout.setEncoding('utf8').on('data', text => {
      told.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      told.stderr += text
    })
    child.on('close', exit => done({ ...told, exit }))
  })

const total = async () => {
  const { stdout } = await steward(['consumers', 'list', '--limit', '1', '--count', '--json'], {
    env,
  })
  return JSON.parse(stdout).total as number
}

it('keeps the good rows, names line and field of the bad ones, and is exit 7', async () => {
  const text = [
    '\ufeffname,email,status,statusReason',
    'Ada,ada@example.org,,',
    '"Bob',
    'Builder",bob@example.org,,',
    '',
    'Cem,not-an-address,,',
    'Dan,dan@example.org,suspended,',
    'Eve,eve@example.org,deleted,x',
    'Fay,fay@example.org',
    'Gus,gus@example.org,pending,',
  ].join('\r\n')
  const { exit, stderr, answer } = await importing('mixed.csv', text)
  expect([exit, stderr]).toEqual([7, ''])
  expect(answer).toMatchObject({ created: 3, updated: 0, skipped: 0 })
  expect(answer.failed).toMatchObject([
    { line: 6, field: 'email' },
    { line: 7, field: 'statusReason' },
    { line: 8, field: 'status' },
    { line: 9, field: null },
  ])
  expect(JSON.stringify(answer)).not.toContain('not-an-address')
  const again = await importing('mixed.csv', text)
  expect(again).toMatchObject({ exit: 7, answer: { created: 0, updated: 0, skipped: 3 } })
})

it('does nothing with a header that it does not know, and suggests the nearest', async () => {
  const before = await total()
  const { exit, answer } = await importing('header.csv', 'name,emial\nNew,new@example.org\n')
  expect(exit).toBe(2)
  expect(answer.error).toMatchObject({
    code: 'invalid_input',
    field: 'file',
    hint: expect.stringMatching(/^Did you mean email\?/),
  })
  expect(await total()).toBe(before)
})

it('says how far it came in a file that can not be read to its end', async () => {
  // Longer than what is read of a file at once, so that the first rows are done by then.
  const company = 'x'.repeat(190)
  const rows = Array.from({ length: 900 }, (_, at) =>
    JSON.stringify({ name: `P${at}`, company, externalId: `far-${at}` }),
  )
  const { exit, answer } = await importing('broken.json', `[${rows.join(',\n')},\n{"name":`)
  expect(exit).toBe(2)
  expect(answer.error).toMatchObject({ message: expect.stringContaining('line 901') })
  const { created } = answer.error.details
  expect(created).toBeGreaterThan(0)
  expect(answer.error.hint).toContain(`${created} rows before that are done.`)
  const words = ['consumers', 'list', '--filter', 'externalId~far-', '--json']
  const { stdout } = await steward(words, { env })
  expect(JSON.parse(stdout).total).toBe(created)
})

it('shows its guesses before it goes on, and takes the word of the person instead', async () => {
  const text = 'Full Name,E-mail,score\nGus,gus2@example.org,3\n'
  const guessed = await importing('guess.csv', text, '--dry-run', '--ignore', 'score')
  expect(guessed.stderr).toContain('name is the column "Full Name".\nemail is the column "E-mail".')
  expect(guessed.answer).toMatchObject({ mapping: { name: 'Full Name' }, ignored: ['score'] })
  const said = ['--map', 'name=Full Name', '--map', 'email=E-mail', '--ignore', '*']
  const told = await importing('guess.csv', text, '--dry-run', ...said)
  expect([told.stderr, told.answer.guessed, told.answer.created]).toEqual(['', [], 1])
})

it('tells a row in a line each with -o ndjson, and then the counts', async () => {
  const file = join(folder, 'lines.csv')
  writeFileSync(file, 'name,email\nAda,ada@example.org\nHal,hal\n')
  const words = ['consumers', 'import', file, '--on-conflict', 'fail', '-o', 'ndjson']
  const { exit, stdout } = await steward(words, { env })
  const lines = stdout.trimEnd().split('\n')
  expect(exit).toBe(7)
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    { line: 2, outcome: 'failed' },
    { line: 3, outcome: 'failed', column: 2, error: { field: 'email' } },
    { summary: { format: 'csv', created: 0, failed: 2 } },
  ])
})

it('prints what --fields asks for, and tells before anything is done what it can not print', async () => {
  const text = 'name,email\nNed,ned@example.org\n'
  const before = await total()
  const file = join(folder, 'fields.csv')
  writeFileSync(file, text)
  for (const wrong of ['--fields=nothing', '--output=ids', '--output=csv']) {
    expect((await steward(['consumers', 'import', file, wrong], { env })).exit).toBe(2)
  }
  expect(await total()).toBe(before)
  const { answer } = await importing('fields.csv', text, '--fields', 'created,notCarriedOver')
  expect(answer).toEqual({ created: 1, notCarriedOver: null })
})

it('writes rows that failed in the same format, to be put right and brought in again', async () => {
  const bad = 'name;email\r\n"Ida; Ö";ida\r\nJan;jan@example.org\r\n"Kai;kai@example.org\r\n'
  const failedTo = join(folder, 'failed.csv')
  const first = await importing('some.csv', bad, '--failed-to', failedTo)
  expect(first).toMatchObject({ exit: 7, answer: { created: 1 } })
  const text = readFileSync(failedTo, 'utf8')
  expect(text).toBe('name;email\r\n"Ida; Ö";ida\r\n"Kai;kai@example.org\r\n')
  expect(statSync(failedTo).mode & 0o777).toBe(0o600)
  const right = text.replace(';ida', ';ida@example.org').replace('"Kai', 'Kai')
  expect(await importing('right.csv', right)).toMatchObject({ exit: 0, answer: { created: 2 } })
  const users = JSON.stringify([{ name: 'Leo' }, { name: 'Mia', email: 'mia' }, { name: 7 }])
  const array = join(folder, 'failed.json')
  await importing('some.json', users, '--failed-to', array)
  expect(JSON.parse(readFileSync(array, 'utf8'))).toEqual([
    { name: 'Mia', email: 'mia' },
    { name: 7 },
  ])
  const full = await importing('some.json', users, '--failed-to', array)
  expect(full).toMatchObject({ exit: 2, answer: { error: { field: 'failedTo' } } })
})

it('takes nobody for two, nor two for one: a second row about the same person fails', async () => {
  const text =
    'name,email\nOda,Info@firm.example\nPer,p@firm.example\nQi,info@firm.example \nNoKey,\n'
  const { exit, answer } = await importing('twice.csv', text)
  expect([exit, answer]).toMatchObject([7, { created: 3, updated: 0, withoutKey: 1 }])
  expect(answer.failed).toMatchObject([
    { line: 4, field: 'email', message: expect.stringContaining('line 2') },
  ])
})

it('stops on Ctrl-C with a word on how to go on, and goes on without doing a row twice', async () => {
  const file = join(folder, 'many.csv')
  const rows = Array.from({ length: 9000 }, (_, at) => `Many ${at},many-${at}\n`).join('')
  writeFileSync(file, `name,externalId\n${rows}`)
  const words = ['consumers', 'import', file]
  const stopped = await interrupted([...words, '-o', 'ndjson'])
  expect(stopped.exit).toBe(130)
  const [, run = ''] = /--resume (run_\w+)/.exec(stopped.stderr)!
  const done = stopped.stdout.trimEnd().split('\n').length
  const other = [...words, '--resume', run, '--on-conflict', 'fail', '--json']
  expect(JSON.parse((await steward(other, { env })).stdout).error).toMatchObject({
    field: 'resume',
  })
  const { exit, stdout, stderr } = await steward([...words, '--resume', run, '--json'], { env })
  expect([exit, JSON.parse(stdout)]).toMatchObject([0, { run, created: 9000, skipped: 0 }])
  expect(stderr).toBe(`Going on with ${run}: ${done.toLocaleString('en')} rows are done.\n`)
  const list = ['consumers', 'list', '--filter', 'externalId~many-', '--limit', '1']
  expect(JSON.parse((await steward([...list, '--json'], { env })).stdout).total).toBe(9000)
}, 60_000)

it('reads a named pipe, and lets nobody go on with what came by one: no file can be known for it', async () => {
  const [pipe, other] = [join(folder, 'pipe'), join(folder, 'other.json')]
  execFileSync('mkfifo', [pipe])
  const rows = (name: string) =>
    Array.from({ length: 500 }, (_, at) => ({ name, externalId: `${name}-${at}` }))
  const cut = writeFile(pipe, JSON.stringify(rows('Piped')).slice(0, -1))
  const read = await steward(['consumers', 'import', pipe, '--json'], { env })
  await cut
  const { run } = JSON.parse(read.stdout).error.details
  writeFileSync(other, JSON.stringify(rows('Other')))
  const goingOn = ['consumers', 'import', other, '--resume', run, '--json']
  expect(JSON.parse((await steward(goingOn, { env })).stdout).error).toMatchObject({
    message: expect.stringContaining('came by a pipe'),
    hint: expect.stringContaining('leave --resume out'),
  })
  const shown = await steward(['runs', 'show', run, '--json'], { env })
  expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'interrupted', resumable: false })
})

it('changes nothing on a dry run and counts all the same', async () => {
  const before = await total()
  const { exit, answer } = await importing('dry.csv', 'name\nNew\n', '--dry-run')
  expect([exit, answer]).toMatchObject([0, { dryRun: true, created: 1, failed: [] }])
  expect(await total()).toBe(before)
})

it('names a file that is not there, without a stack or a path of ours', async () => {
  const { exit, stderr } = await steward(['consumers', 'import', 'nowhere.csv'], { env })
  expect([exit, stderr]).toEqual([2, expect.stringContaining('no such file')])
  expect(stderr).not.toContain('/src/')
})

it('reads a large file on a thread of its own: what it says of rows, and how it goes on, is the same', async () => {
  const file = join(folder, 'large.csv')
  const count = 16_000
  const rows = Array.from({ length: count }, (_, at) => {
    if (at === 100) return `L${at},no address,large-${at}`
    if (at === 12_000) return `L${at},,large-1`
    return `Person of a large file number ${at},large${at}@example.org,large-${at}`
  })
  writeFileSync(file, ['name,email,externalId', ...rows].join('\n'))
  expect(statSync(file).size).toBeGreaterThan(1_000_000)
  const here = await importing('first.csv', 'name,externalId\nFirst,large-50\n')
  expect(here.answer.created).toBe(1)
  const before = await total()
  const words = ['consumers', 'import', file]
  const stopped = await interrupted([...words, '-o', 'ndjson'])
  expect(stopped.exit).toBe(130)
  const [run] = /run_\w+/.exec(stopped.stderr)!
  const rest = await steward([...words, '--resume', run!, '--json'], { env })
  const answer = JSON.parse(rest.stdout)
  expect([rest.exit, answer.created, answer.updated]).toEqual([7, count - 3, 1])
  const failed = [...stopped.stdout.matchAll(/"line":(\d+),.*"outcome":"failed"/g)].map(
    ([, line]) => line,
  )
  const lines = answer.failed.map(({ line }: { line: number }) => String(line))
  expect([...new Set([...failed, ...lines])].sort()).toEqual(['102', '12002'])
  expect(await total()).toBe(before + count - 3)
}, 60_000)
