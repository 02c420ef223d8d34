/** The page of commands, from the manifest that the program itself finds them by. */
import { block, code, document, table } from './markdown.ts'

type Flag = {
  name: string
  char?: string
  type: 'boolean' | 'option'
  description?: string
  required?: boolean
  helpValue?: string
  helpGroup?: string
  options?: string[]
  allowNo?: boolean
  hidden?: boolean
}

type Arg = { name: string; description?: string; required?: boolean }

export type Command = {
  id: string
  summary?: string
  description?: string
  hidden?: boolean
  args: Record<string, Arg>
  flags: Record<string, Flag>
  examples?: string[]
}

export type Commands = Record<string, Command>

const typed = ({ id }: Command): string => `steward ${id.replaceAll(':', ' ')}`

const argument = ({ name, required }: Arg): string =>
  required ? name.toUpperCase() : `[${name.toUpperCase()}]`

const flagText = ({ name, char, type, helpValue, options, allowNo }: Flag): string => {
  const value = type === 'option' ? ` ${helpValue ?? options?.join('|') ?? name.toUpperCase()}` : ''
  return `${char ? `-${char}, ` : ''}--${allowNo ? '[no-]' : ''}${name}${value}`
}

const flagRow = (flag: Flag): string[] => [
  code(flagText(flag)),
  `${flag.description ?? ''}${flag.required ? ' Required.' : ''}`,
]

const inGroup = (flags: Flag[], group: string | undefined): Flag[] =>
  flags.filter(flag => flag.helpGroup === group && !flag.hidden)

/** Flags that many commands have are explained once, at the top of the page. */
const also = (flags: Flag[]): string => {
  const names = flags.filter(flag => flag.helpGroup).map(flag => code(`--${flag.name}`))
  return names.length === 0 ? '' : `Also: ${names.join(', ')}.`
}

const section = (command: Command): string => {
  const args = Object.values(command.args)
  const flags = Object.values(command.flags)
  const own = inGroup(flags, undefined)
  const rows = [
    ...args.map(arg => [code(arg.name.toUpperCase()), arg.description ?? '']),
    ...own.map(flagRow),
  ]
  return [
    `## ${typed(command)}`,
    [command.summary, command.description].filter(text => text).join(' '),
    block([
      [typed(command), ...args.map(argument), own.length > 0 ? '[flags]' : ''].join(' ').trim(),
    ]),
    rows.length > 0 ? table(['', ''], rows) : '',
    also(flags),
    command.examples?.length ? `Examples:\n\n${block(command.examples)}` : '',
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

const sharedFlags = (commands: Command[], group: string): string[][] => {
  const all = commands.flatMap(command => inGroup(Object.values(command.flags), group))
  const byName = new Map(all.map(flag => [flag.name, flag]))
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(flagRow)
}

export const commandsPage = (commands: Commands): string => {
  const shown = Object.values(commands)
    .filter(command => !command.hidden)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return document(
    'Commands',
    'What every command has, where it makes sense:',
    table(['Output', ''], sharedFlags(shown, 'OUTPUT')),
    table(['Safety', ''], sharedFlags(shown, 'SAFETY')),
    ...shown.map(section),
  )
}
