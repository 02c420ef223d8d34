/** Environments as a person and a script use them: the program itself, on both engines. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { width } from '../../src/cli/output/width.ts'
import { temporaryFolder } from '../support/databases.ts'
import { newDatabase, onEveryEngine } from '../support/house.ts'
import { ensureBuilt, steward, stewards } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

beforeAll(ensureBuilt)

const password = 'correct horse battery staple'

/** An organisation in an environment; answers its API key. */
const initIn = async (name: string, env: Record<string, string>): Promise<string> => {
  const who = ['--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const words = ['init', ...who, '--api-key', 'ci', '--json', '--env', name]
  return JSON.parse((await steward(words, { env, input: password })).stdout).apiKey
}

const json = async (words: string[], env: Record<string, string>, cwd?: string) =>
  JSON.parse((await steward([...words, '--json'], { env, cwd })).stdout)

onEveryEngine('an environment', engine => {
  /** prod is protected and has Ada in it. */
  const withProd = async () => {
    const home = temporaryFolder()
    const { url } = await newDatabase(engine)
    const database = engine === 'sqlite' ? `sqlite:${url}` : url
    const add = [
      'environments',
      'add',
      'prod',
      '--database',
      database,
      '--colour',
      'red',
      '--protected',
      '--json',
    ]
    const added = await steward(add, { env: { STEWARD_HOME: home } })
    expect([added.exit, added.stderr]).toEqual([0, 'Added: prod\n'])
    const apiKey = await initIn('prod', { STEWARD_HOME: home })
    const env = { STEWARD_HOME: home, STEWARD_API_KEY: apiKey, STEWARD_ENV: 'prod' }
    const ada = ['consumers', 'create', '--name', 'Ada', '--email', 'ada@example.org']
    const { id } = await json(ada, env)
    const status = async () => (await json(['consumers', 'show', id], env)).status
    return { env, home, id: id as string, status, database }
  }

  it('asks for its name before anything is destroyed in it: off a terminal with --confirm', async () => {
    const { env, id, status } = await withProd()
    const remove = ['consumers', 'delete', id, '--json']
    for (const words of [[], ['--yes'], ['--confirm', 'pord'], ['--yes', '--confirm', '1']]) {
      const refused = await steward([...remove, ...words], { env })
      expect([words, refused.exit]).toEqual([words, 2])
      expect(JSON.parse(refused.stdout).error).toMatchObject({ field: 'confirm' })
      expect(await status()).toBe('active')
    }
    expect((await steward([...remove, '--dry-run'], { env })).exit).toBe(0)
    expect((await steward([...remove, '--confirm', 'prod'], { env })).exit).toBe(0)
    expect(await status()).toBe('deleted')
  })

  it('asks for its name on a terminal, even with --yes; another name is exit 9', async () => {
    const { env, status } = await withProd()
    const line = 'steward consumers delete ada@example.org --yes'
    const wrong = await inTerminal(line, env, [['type its name', 'pord\r']])
    expect([wrong.exit, wrong.screen]).toEqual([9, expect.stringContaining('Nothing was changed.')])
    expect(await status()).toBe('active')
    const right = await inTerminal(line, env, [['type its name', 'prod\r']])
    expect([right.exit, await status()]).toEqual([0, 'deleted'])
  })

  it('is told on a terminal before the answer, in one line that fits', async () => {
    const { env } = await withProd()
    for (const columns of [60, 80, 200]) {
      const line = `stty cols ${columns}; steward consumers list`
      const { screen, raw, exit } = await inTerminal(line, env)
      const [banner] = screen.split('\r\n')
      expect([exit, banner]).toEqual([0, 'prod · PROTECTED · Acme · owner@acme.test (key ci)'])
      expect(raw.startsWith('\x1b[31m')).toBe(true)
      // A hint is prose, which the terminal breaks.
      const lines = screen.split('\r\n').filter(text => !text.startsWith('Not shown'))
      for (const text of lines) expect(width(text)).toBeLessThanOrEqual(columns)
    }
    const plain = await inTerminal('steward consumers list', { ...env, NO_COLOR: '1' })
    expect(plain.raw).toMatch(/^prod · PROTECTED · Acme/)
  })

  it('is told before a failure, and not at all in a pipe, or by --help and --version', async () => {
    const { env } = await withProd()
    const key = `stw_live_${'x'.repeat(38)}`
    const failed = await inTerminal('steward consumers list', { ...env, STEWARD_API_KEY: key })
    expect([failed.exit, failed.screen]).toEqual([
      4,
      expect.stringMatching(/^prod · PROTECTED\r\n/),
    ])
    for (const line of ['steward --version', 'steward consumers list --help']) {
      expect((await inTerminal(line, env)).screen).not.toContain('PROTECTED')
    }
    expect((await steward(['consumers', 'list'], { env })).stderr).not.toContain('prod')
  })

  it('is a world of its own: the key of one is not accepted in another', async () => {
    const { env } = await withProd()
    const other = await newDatabase(engine)
    const database = engine === 'sqlite' ? `sqlite:${other.url}` : other.url
    await steward(['environments', 'add', 'staging', '--database', database], { env })
    await initIn('staging', { STEWARD_HOME: env.STEWARD_HOME })
    const list = ['consumers', 'list', '--env']
    const wrong = await steward([...list, 'staging', '--json'], { env })
    expect([wrong.exit, JSON.parse(wrong.stdout).error.code]).toEqual([4, 'not_signed_in'])
    expect((await json([...list, 'prod'], env)).total).toBe(1)
  })
})

describe('configuration', () => {
  const withTwo = async () => {
    const home = temporaryFolder()
    const env = { STEWARD_HOME: home }
    const add = (name: string) => ['environments', 'add', name, '--database', `sqlite:${name}.db`]
    for (const name of ['prod', 'staging']) await steward(add(name), { env, cwd: home })
    return { env, home }
  }

  const shownIn = async (env: Record<string, string>, cwd: string, ...words: string[]) => {
    const { name, origin } = await json(['environments', 'show', ...words], env, cwd)
    return [name, origin.name]
  }

  it('goes by the flag, the variable, the folder, what is in use, and the default', async () => {
    const { env, home } = await withTwo()
    const folder = join(home, 'work/deep')
    mkdirSync(folder, { recursive: true })
    expect(await shownIn(env, folder)).toEqual(['local', 'default'])
    await steward(['environments', 'use', 'prod'], { env })
    expect(await shownIn(env, folder)).toEqual(['prod', 'environments use'])
    const file = join(home, 'work/.steward.json')
    writeFileSync(file, '{"environment":"staging"}')
    expect(await shownIn(env, folder)).toEqual(['staging', file])
    const url = { ...env, STEWARD_DATABASE_URL: join(home, 'x.db') }
    expect(await shownIn(url, folder)).toEqual([null, 'default'])
    expect(await shownIn({ ...env, STEWARD_ENV: 'prod' }, folder)).toEqual(['prod', 'STEWARD_ENV'])
    expect(await shownIn(url, folder, '--env', 'local')).toEqual(['local', '--env'])
    const both = await steward(['db', 'status', '--json'], { env: { ...url, STEWARD_ENV: 'prod' } })
    expect([both.exit, JSON.parse(both.stdout).error.code]).toEqual([2, 'invalid_input'])
  })

  it('a folder can not point at another database, nor repeat what is in it', async () => {
    const { env } = await withTwo()
    const folder = temporaryFolder()
    const evil = { environment: 'prod', database: 'postgres://hunter2@evil/x' }
    writeFileSync(join(folder, '.steward.json'), JSON.stringify(evil))
    const refused = await steward(['db', 'status', '--json'], { env, cwd: folder })
    expect([refused.exit, JSON.parse(refused.stdout).error.field]).toEqual([2, 'database'])
    expect(refused.stdout).not.toContain('hunter2')
  })

  it('no password of a database is ever printed', async () => {
    const env = { STEWARD_HOME: temporaryFolder() }
    const url = 'postgres://steward:hunter2@127.0.0.1:1/acme?password=hunter2'
    const file = join(env.STEWARD_HOME, 'database.txt')
    writeFileSync(file, `${url}\n`)
    const add = ['environments', 'add', '--json']
    const ended = [
      await steward([...add, 'a', '--database', url], { env }),
      await steward([...add, 'b', '--database-stdin'], { env, input: `${url}\n` }),
      await steward([...add, 'c', '--database-file', file], { env }),
      await steward(['environments', 'list', '--json'], { env }),
      await steward(['environments', 'show', 'a'], { env }),
      await steward(['environments', 'add', 'd', '--database', 'postgres://u:hunter2@@h@'], {
        env,
      }),
      await steward(['db', 'status', '--env', 'a', '--json'], { env }),
      await steward(['consumers', 'list', '--env', 'a'], { env }),
    ]
    expect(ended.slice(0, 5).map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0])
    for (const { stdout, stderr } of ended) expect(stdout + stderr).not.toContain('hunter2')
  })

  it('is changed by many at once without losing any', async () => {
    const env = { STEWARD_HOME: temporaryFolder() }
    const words = (n: number) => ['environments', 'add', `e${n}`, '--database', 'sqlite:/x.db']
    const ended = await stewards(8, words, { env })
    expect(ended.map(({ exit }) => exit)).toEqual(Array(8).fill(0))
    expect((await json(['environments', 'list'], env)).total).toBe(9)
    expect(statSync(join(env.STEWARD_HOME, 'environments.json')).mode & 0o777).toBe(0o600)
  })

  it('a guard is taken away only by its name', async () => {
    const { env } = await withTwo()
    const edit = ['environments', 'edit', 'prod']
    expect((await steward([...edit, '--protected'], { env })).exit).toBe(0)
    const ways = [
      [...edit, '--no-protected'],
      [...edit, '--database', 'sqlite:/y.db'],
    ]
    for (const words of [...ways, ['environments', 'remove', 'prod']]) {
      expect((await steward(words, { env })).exit).toBe(2)
      expect((await steward([...words, '--confirm', 'staging'], { env })).exit).toBe(2)
    }
    const remove = await inTerminal('steward environments remove prod', env, [
      ['type its name', 'prod\r'],
    ])
    expect(remove.exit).toBe(0)
    expect((await json(['environments', 'list'], env)).total).toBe(2)
  })

  it('asks on a terminal for what is missing', async () => {
    const env = { STEWARD_HOME: temporaryFolder() }
    const { exit } = await inTerminal('steward environments add', env, [
      ['Name', 'Prod!\r'],
      ['must be of a-z', '\x15prod\r'],
      ['Database', 'sqlite:/x.db\r'],
    ])
    expect([exit, (await json(['environments', 'list'], env)).total]).toEqual([0, 2])
  })

  it('a backup takes the place of a protected one only by its name', async () => {
    const { env: around } = await withTwo()
    await steward(['environments', 'edit', 'prod', '--protected'], { env: around })
    const apiKey = await initIn('prod', around)
    const env = { ...around, STEWARD_ENV: 'prod', STEWARD_API_KEY: apiKey }
    const file = join(env.STEWARD_HOME, 'b.db')
    await steward(['db', 'backup', file], { env })
    const restore = ['db', 'restore', file, '--yes', '--json']
    expect((await steward(restore, { env })).exit).toBe(2)
    expect((await steward([...restore, '--confirm', 'prod'], { env })).exit).toBe(0)
    const other = await initIn('staging', around)
    const elsewhere = { ...around, STEWARD_ENV: 'prod', STEWARD_API_KEY: apiKey }
    await steward(['db', 'backup', `${file}2`, '--env', 'staging'], {
      env: { ...around, STEWARD_API_KEY: other },
    })
    const foreign = ['db', 'restore', `${file}2`, '--json', '--confirm', 'prod']
    expect((await steward(foreign, { env: elsewhere })).exit).toBe(5)
    const both = [...foreign, '--confirm', 'Acme']
    expect((await steward(both, { env: elsewhere })).exit).toBe(0)
  })

  it('a mistyped name is met with the nearest', async () => {
    const { env } = await withTwo()
    for (const words of [
      ['environments', 'use', 'stagin'],
      ['environments', 'show', 'stagin'],
      ['environments', 'remove', 'stagin'],
      ['consumers', 'list', '--env', 'stagin'],
    ]) {
      const { exit, stderr } = await steward(words, { env })
      expect([words, exit, stderr]).toEqual([words, 2, expect.stringContaining('mean staging?')])
    }
  })
})
