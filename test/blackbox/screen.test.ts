/** What a person sees of a list: times, pages, and a screen that is narrow. */
import { beforeAll, expect, it } from 'vitest'
import { width } from '../../src/cli/output/width.ts'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

const env: Record<string, string> = { STEWARD_HOME: '', NO_COLOR: '1' }

const people = [
  'name,email,country,company',
  '王小明,wang@example.org,CN,小明有限公司',
  'مريم سليمان,mariam@example.org,EG,شركة',
  '👩‍👩‍👧 Family,family@example.org,DE,',
  'Ada Lovelace of the Analytical Engine,ada.lovelace@analytical.example.org,KE,Babbage & Co',
].join('\n')

beforeAll(async () => {
  await ensureBuilt()
  env.STEWARD_HOME = temporaryFolder()
  const who = ['--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const init = ['init', ...who, '--api-key', 'ci', '--json']
  const made = await steward(init, { env, input: 'correct horse battery staple' })
  env.STEWARD_API_KEY = JSON.parse(made.stdout).apiKey
  await steward(['consumers', 'import', '-', '--format', 'csv'], { env, input: people })
})

const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/

it('times are relative on a terminal and ISO 8601 elsewhere, unless --time says otherwise', async () => {
  const list = 'consumers list --columns createdAt'
  const shown = 'consumers show ada.lovelace@analytical.example.org'
  for (const command of [list, shown]) {
    expect((await inTerminal(`steward ${command}`, env)).screen).toContain('just now')
    expect((await inTerminal(`steward ${command} --time iso`, env)).screen).toMatch(iso)
    expect((await steward(command.split(' '), { env })).stdout).toMatch(iso)
    const relative = await steward([...command.split(' '), '--time', 'relative'], { env })
    expect(relative.stdout).toContain('just now')
  }
  const json = await steward([...list.split(' '), '--time', 'relative', '--json'], { env })
  expect(JSON.parse(json.stdout).data[0].createdAt).toMatch(iso)
  const wrong = await steward([...list.split(' '), '--time', 'relativ'], { env })
  expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean relative?')])
})

it('a list fits its screen, with its cards: ids whole, columns in line, what is left out said', async () => {
  for (const columns of [50, 60, 80, 200]) {
    const { screen } = await inTerminal(`stty cols ${columns}; steward consumers list`, env)
    const lines = screen.split('\r\n').filter(line => !line.startsWith('Not shown'))
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
    expect(screen.match(/con_[0-9a-z]{26}\b/g)).toHaveLength(4)
    expect(screen.includes('Not shown for want of room')).toBe(columns === 60 || columns === 80)
    // Where a table is drawn, the column behind the names starts in the same cell on every line.
    if (columns < 60) continue
    const rows = lines.filter(line => line.startsWith('con_'))
    const starts = rows.map(line => width(line.slice(0, line.search(/active|\S+@/))))
    expect(new Set(starts).size).toBe(1)
  }
})

it('a pager is used only when asked, and only on a terminal', async () => {
  const paged = { ...env, PAGER: 'tr a-z A-Z' }
  const { screen, exit } = await inTerminal('steward consumers list --pager', paged)
  expect([exit, screen]).toEqual([0, expect.stringContaining('WANG@EXAMPLE.ORG')])
  expect((await inTerminal('steward consumers list', paged)).screen).toContain('wang@example.org')
  const piped = await steward(['consumers', 'list', '--pager'], { env: paged })
  expect(piped.stdout).toContain('wang@example.org')
})

it('a pager that is left early is a quiet end; one that is not there is exit 8 and said', async () => {
  const list = 'steward consumers list --all --pager'
  const left = await inTerminal(list, { ...env, PAGER: 'head -1' })
  expect([left.exit, left.screen]).toEqual([0, expect.not.stringContaining('Error')])
  const none = await inTerminal(list, { ...env, PAGER: 'no-such-pager' })
  expect([none.exit, none.screen]).toEqual([8, expect.stringContaining('There is no such pager.')])
})

it('Ctrl-C is the pager’s own: it is left, and the terminal is as it was', async () => {
  const line = `stty -a > $STEWARD_HOME/before; steward consumers list --pager; stty -a | diff $STEWARD_HOME/before - && echo sane`
  const pager = `trap 'echo left; exit' INT; cat; echo waiting; read x < /dev/tty`
  const { screen } = await inTerminal(line, { ...env, PAGER: pager }, [['waiting', '\x03']])
  expect(screen).toMatch(/left[\s\S]*sane/)
})
