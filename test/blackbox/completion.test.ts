/** Completion in the shells themselves: keys are typed, and the line that a person sees is read. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

const shells = ['bash', 'zsh', 'fish'].filter(
  shell => spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0,
)

const start: Record<string, string> = {
  bash: `PS1='> ' bash --noprofile --norc -i`,
  zsh: `PS1='> ' zsh -f -i`,
  fish: `fish --no-config -i -C 'function fish_prompt; echo "> "; end'`,
}

const read: Record<string, string> = {
  bash: 'source <(steward completion bash)',
  zsh: 'source <(steward completion zsh)',
  fish: 'steward completion fish | source',
}

let env: Record<string, string> = {}

beforeAll(async () => {
  await ensureBuilt()
  const folder = temporaryFolder()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const program = join(process.cwd(), 'bin/run.js')
  // What is completed is told, not done.
  const own = `case "$1" in complet*) exec "${process.execPath}" "${program}" "$@";; esac`
  const text = `#!/bin/sh\n${own}\nprintf got; printf ' <%s>' "$@"; echo ' end'\n`
  writeFileSync(join(bin, 'steward'), text)
  chmodSync(join(bin, 'steward'), 0o755)
  const home = { STEWARD_HOME: join(folder, 'home'), HOME: folder }
  const init = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const input = 'correct horse battery staple'
  const made = await steward([...init, '--api-key', 'ci', '--json'], { env: home, input })
  env = {
    ...home,
    STEWARD_API_KEY: JSON.parse(made.stdout).apiKey,
    PATH: `${bin}:${process.env.PATH}`,
  }
  const create = ['consumers', 'create', '--json', '--name', 'Ada', '--email', 'ada@example.org']
  await steward([...create, '--external-id', 'crm-100'], { env })
  writeFileSync(join(folder, 'people.csv'), 'name\n')
})

/** What a line comes to when it is typed, tabs and all, and sent off: the program's arguments. */
const completed = async (
  shell: string,
  typed: string,
  own: Record<string, string> = {},
): Promise<string | undefined> => {
  const { screen } = await inTerminal(`cd "$HOME"; ${start[shell]}`, { ...env, ...own }, [
    ['> ', `${read[shell]}; echo set''up\r`],
    ['setup', `${typed}\r`],
    [' end', 'exit\r'],
  ])
  return /got (<.*>) end/.exec(screen)?.[1]
}

describe.each(shells)('%s completes', shell => {
  it.each([
    ['a command', 'susp\tx', '<suspend> <x>'],
    ['a flag', 'list --sear\tx', '<list> <--search> <x>'],
    ['a choice', 'suspend x --kind pay\t', '<suspend> <x> <--kind> <payment>'],
    ['an email from its middle', 'show ada@ex\t', '<show> <ada@example.org>'],
    ['a reference', 'show crm\t', '<show> <crm-100>'],
    ['a value of a filter', 'list --filter status=act\t', '<list> <--filter> <status=active>'],
    [
      'another condition, with room for its value',
      "list --filter 'status=active coun\tKE'",
      '<list> <--filter> <status=active country=KE>',
    ],
    ['a file', 'import peo\t', '<import> <people.csv>'],
  ])('%s', async (_, typed, wanted) => {
    expect(await completed(shell, `steward consumers ${typed}`)).toBe(`<consumers> ${wanted}`)
  })

  it('nothing where nobody is signed in, and says nothing about it', async () => {
    const stranger = { STEWARD_API_KEY: '' }
    const typed = 'steward consumers show ad\t'
    expect(await completed(shell, typed, stranger)).toBe('<consumers> <show> <ad>')
  })
})
