/**
 * What the output may assume about where it goes: width, colour, Unicode, and who is there to
 * answer a prompt. The environment is read here, once, and nowhere else in this folder.
 */
import type { Sink } from './write.ts'

/** `process.stdout`, or anything a test puts in its place. */
export type OutputStream = Sink & { isTTY?: boolean; columns?: number }

/** The part of `process` that says where the output goes. */
export type ProcessLike = {
  stdout: OutputStream
  stderr: OutputStream
  stdin: { isTTY?: boolean }
  env: Record<string, string | undefined>
}

/** 0 no colour, 1 sixteen colours, 2 two hundred and fifty-six, 3 true colour. */
export type ColourLevel = 0 | 1 | 2 | 3

export type Terminal = {
  stdout: OutputStream
  stderr: OutputStream
  /** Cells in a line of stdout, at least 1. */
  columns: number
  /** Which ends have a person on them. A prompt needs stdin and stderr. */
  interactive: { stdin: boolean; stdout: boolean; stderr: boolean }
  colourLevel(stream: 'stdout' | 'stderr'): ColourLevel
  /** ACCESSIBLE=1: no spinner, no cursor movement, numbered choices. */
  accessible: boolean
  /** Times as a person reads them, "3 h ago"; else ISO 8601. */
  relativeTimes: boolean
  /** False where anything beyond ASCII would come out as boxes or question marks. */
  unicode: boolean
}

/** What a renderer needs to know, and all that it may know. */
export type Look = {
  width: number
  unicode: boolean
  colours: ColourLevel
  /** Right-to-left text is fenced in, so that it can't reorder the rest of its line. */
  isolate: boolean
  relativeTimes: boolean
}

/** The look of what is written to stdout. */
export const lookOf = (terminal: Terminal): Look => {
  const colours = terminal.colourLevel('stdout')
  return {
    width: terminal.columns,
    unicode: terminal.unicode,
    colours,
    isolate: colours > 0 || terminal.interactive.stdout,
    relativeTimes: terminal.relativeTimes,
  }
}

/** `color` is `--color` (true), `--no-color` (false) or neither (undefined); `time` is `--time`. */
export type LookFlags = { color?: boolean; time?: 'relative' | 'iso' }

export const terminalOf = (from: ProcessLike, flags: LookFlags = {}): Terminal => {
  const { env } = from
  // Asked for one by one: Node makes a stream when it is first touched, and that takes its time.
  const interactive = {
    get stdin() {
      return from.stdin.isTTY === true
    },
    get stdout() {
      return from.stdout.isTTY === true
    },
    get stderr() {
      return from.stderr.isTTY === true
    },
  }
  return {
    get stdout() {
      return from.stdout
    },
    get stderr() {
      return from.stderr
    },
    get columns() {
      return (interactive.stdout ? from.stdout.columns : lineCells(env.COLUMNS)) || 80
    },
    interactive,
    colourLevel: stream => colourLevel(env, interactive[stream], flags.color),
    accessible: isOn(env.ACCESSIBLE),
    get relativeTimes() {
      return flags.time ? flags.time === 'relative' : interactive.stdout
    },
    unicode: speaksUnicode(env),
  }
}

const lineCells = (text = '') => (/^\d{1,4}$/.test(text) ? Number(text) : 0)

const isOn = (value = '') => !['', '0', 'false', 'no'].includes(value.toLowerCase())

/**
 * The flag, then NO_COLOR (no-color.org: any value but the empty one), then FORCE_COLOR (as in
 * Node: 0 to 3, "true" or empty for 1), then a terminal that says it is dumb, then whether it is a
 * terminal at all.
 */
function colourLevel(env: ProcessLike['env'], isTTY: boolean, flag?: boolean): ColourLevel {
  if (flag !== undefined) return flag ? supported(env) : 0
  if (env.NO_COLOR) return 0
  if (env.FORCE_COLOR !== undefined) return forced(env.FORCE_COLOR)
  if (env.TERM === 'dumb' || !isTTY) return 0
  return supported(env)
}

function forced(value: string): ColourLevel {
  if (value === 'false') return 0
  const level = Number(value)
  return level === 0 && value !== '' ? 0 : level === 2 || level === 3 ? level : 1
}

function supported(env: ProcessLike['env']): ColourLevel {
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '')) return 3
  return /256/.test(env.TERM ?? '') ? 2 : 1
}

/** A locale that names another charset says no; none at all (usual on Windows) says nothing. */
function speaksUnicode(env: ProcessLike['env']): boolean {
  if (env.TERM === 'linux' || env.TERM === 'dumb') return false
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return locale === '' || /utf-?8/i.test(locale)
}
