/** Puts a completion script where its shell finds it, and takes it away again. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { invalid } from '../../kernel/errors.ts'
import { quoted } from '../quoted.ts'
import { type Shell, scripts, shells } from './scripts.ts'

/** What of the environment says where a person's shell looks. */
export type Around = {
  HOME?: string
  SHELL?: string
  ZDOTDIR?: string
  XDG_DATA_HOME?: string
  XDG_CONFIG_HOME?: string
}

export type Installed = {
  shell: Shell
  file: string
  /** The file that got a line that reads it; null where the shell finds it by itself. */
  startup: string | null
}

/** The person's own shell. Throws `invalid_input` if it is none of ours. */
export const ownShell = ({ SHELL = '' }: Around = process.env): Shell => {
  const found = shells.find(shell => shell === basename(SHELL))
  if (found) return found
  throw invalid(
    'shell',
    'It is not clear which shell this is for.',
    `Name it: ${shells.join(', ')}.`,
  )
}

const placesOf = (shell: Shell, around: Around): Installed => {
  const { HOME: home } = around
  if (!home) throw invalid(undefined, 'HOME does not say where your files are.')
  if (shell === 'fish') {
    const config = around.XDG_CONFIG_HOME || join(home, '.config')
    return { shell, file: join(config, 'fish/completions/steward.fish'), startup: null }
  }
  const data = around.XDG_DATA_HOME || join(home, '.local/share')
  const startup = shell === 'bash' ? join(home, '.bashrc') : join(around.ZDOTDIR || home, '.zshrc')
  return { shell, file: join(data, `steward-completion/steward.${shell}`), startup }
}

/** Doing it again changes nothing. */
export const installCompletion = (shell: Shell, around: Around = process.env): Installed => {
  const places = placesOf(shell, around)
  mkdirSync(dirname(places.file), { recursive: true })
  writeFileSync(places.file, scripts[shell])
  if (places.startup) {
    const text = withoutLine(places.startup)
    const gap = text === '' || text.endsWith('\n') ? '' : '\n'
    writeFileSync(places.startup, `${text}${gap}${lineFor(places.file)}\n`)
  }
  return places
}

export const removeCompletion = (shell: Shell, around: Around = process.env): Installed => {
  const places = placesOf(shell, around)
  rmSync(places.file, { force: true })
  const { startup } = places
  if (startup && textOf(startup).includes(mark)) writeFileSync(startup, withoutLine(startup))
  return places
}

const mark = '# steward completion'

const lineFor = (file: string): string => `[ -r ${quoted(file)} ] && . ${quoted(file)} ${mark}`

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

const withoutLine = (file: string): string =>
  textOf(file)
    .split(/(?<=\n)/)
    .filter(line => !line.trimEnd().endsWith(mark))
    .join('')
