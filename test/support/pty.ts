/** The built program in a terminal of its own, with someone who reads the screen and types. */
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { spawn } from '@lydell/node-pty'

export type Session = { exit: number; screen: string; raw: string }

/** What is waited for on the screen, and then typed; it may follow from what the screen shows. */
export type Turn = [sees: string, types: string | ((screen: string) => string)]

const patience = 20_000

/** Runs a command line of bash, in which `steward` is the program, in a terminal 120 cells wide. */
export const inTerminal = (
  line: string,
  env: Record<string, string>,
  turns: readonly Turn[] = [],
): Promise<Session> =>
  new Promise((done, fail) => {
    const program = `steward() { "${process.execPath}" "${join(process.cwd(), 'bin/run.js')}" "$@"; }`
    const terminal = spawn('bash', ['--norc', '-c', `${program}\n${line}`], {
      cols: 120,
      rows: 50,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env },
    })
    const left = [...turns]
    let raw = ''
    let seen = 0
    const giveUp = setTimeout(() => {
      terminal.kill('SIGKILL')
      fail(new Error(`Waiting for ${left[0]?.[0] ?? 'the end'}:\n${stripVTControlCharacters(raw)}`))
    }, patience)
    terminal.onData(data => {
      raw += data
      const screen = stripVTControlCharacters(raw)
      while (left[0] && screen.includes(left[0][0], seen)) {
        const [sees, types] = left.shift()!
        seen = screen.indexOf(sees, seen) + sees.length
        terminal.write(typeof types === 'string' ? types : types(screen))
      }
    })
    terminal.onExit(({ exitCode }) => {
      clearTimeout(giveUp)
      done({ exit: exitCode, raw, screen: stripVTControlCharacters(raw) })
    })
  })
