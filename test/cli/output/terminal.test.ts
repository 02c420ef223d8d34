import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { lookOf, terminalOf } from '../../../src/cli/output/terminal.ts'

type Ends = {
  tty?: boolean
  columns?: number
  env?: Record<string, string | undefined>
  color?: boolean
}

function made({ tty = true, columns, env = {}, color }: Ends) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: tty, columns })
  return terminalOf({ stdout: stream(), stderr: stream(), stdin: { isTTY: tty }, env }, { color })
}

describe('width', () => {
  it.each([
    ['the terminal says it', { columns: 132, env: { COLUMNS: '40' } }, 132],
    ['a terminal of width 0 counts as 80', { columns: 0 }, 80],
    ['a terminal that says nothing counts as 80', {}, 80],
    ['COLUMNS says it when piped', { tty: false, env: { COLUMNS: '120' } }, 120],
    ['nonsense in COLUMNS counts as 80', { tty: false, env: { COLUMNS: '-5x' } }, 80],
    ['piped without COLUMNS counts as 80', { tty: false }, 80],
  ])('%s', (_, ends: Ends, columns) => {
    expect(made(ends).columns).toBe(columns)
  })
})

describe('colour', () => {
  const dumb = { TERM: 'dumb' }
  it.each<[string, Ends, number]>([
    ['a terminal has it', {}, 1],
    ['a pipe has none', { tty: false }, 0],
    ['TERM and COLORTERM raise it', { env: { TERM: 'xterm-256color' } }, 2],
    ['COLORTERM goes before TERM', { env: { TERM: 'xterm-256color', COLORTERM: 'truecolor' } }, 3],
    ['a dumb terminal has none', { env: dumb }, 0],
    ['FORCE_COLOR gives it to a pipe', { tty: false, env: { FORCE_COLOR: '2' } }, 2],
    ['FORCE_COLOR without a number is 1', { tty: false, env: { FORCE_COLOR: '' } }, 1],
    ['FORCE_COLOR beats a dumb terminal', { env: { ...dumb, FORCE_COLOR: 'true' } }, 1],
    ['FORCE_COLOR=0 takes it away', { env: { FORCE_COLOR: '0' } }, 0],
    ['NO_COLOR beats FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '3' } }, 0],
    ['an empty NO_COLOR says nothing', { env: { NO_COLOR: '' } }, 1],
    ['--color beats NO_COLOR', { tty: false, color: true, env: { NO_COLOR: '1' } }, 1],
    ['--no-color beats everything', { color: false, env: { FORCE_COLOR: '3' } }, 0],
  ])('%s', (_, ends, level) => {
    expect(made(ends).colourLevel('stdout')).toBe(level)
  })
})

describe('the rest', () => {
  it('knows each end that a person is on', () => {
    expect(made({ tty: false }).interactive).toEqual({ stdin: false, stdout: false, stderr: false })
  })

  it('fences right-to-left text in wherever a person may read it', () => {
    expect(
      [made({}), made({ tty: false }), made({ tty: false, color: true })].map(lookOf),
    ).toMatchObject([{ isolate: true }, { isolate: false }, { isolate: true }])
  })

  it('goes without Unicode only where the locale or the terminal says so', () => {
    const locales = [
      {},
      { LANG: 'de_DE.UTF-8' },
      { LANG: 'C' },
      { LANG: 'en_GB.utf8', LC_ALL: 'POSIX' },
    ]
    expect(locales.map(env => made({ env }).unicode)).toEqual([true, true, false, false])
    expect(made({ env: { TERM: 'linux' } }).unicode).toBe(false)
  })

  it('is accessible when ACCESSIBLE is on', () => {
    const values = ['1', 'true', '0', '']
    expect(values.map(ACCESSIBLE => made({ env: { ACCESSIBLE } }).accessible)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
