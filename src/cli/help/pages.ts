/**
 * Help, made from what the manifest says of every command: what it is for, examples, then the rest.
 * The same data makes the same page, whether oclif asks for it or the short way does.
 */
import { exitTexts } from '../exits.ts'
import type { Part } from './layout.ts'

type Arg = {
  name: string
  description?: string
  required?: boolean
  options?: string[]
  /** May be given several times. */
  multiple?: boolean
}

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

/** A command as the manifest has it. */
export type Described = {
  id: string
  summary?: string
  description?: string
  hidden?: boolean
  args: Record<string, Arg>
  flags: Record<string, Flag>
  examples?: unknown
  /** Of an operation's command: its operation. */
  operationName?: string
  exitCodes?: readonly number[]
}

export type Known = {
  commands: readonly Described[]
  /** What package.json says of topics, by name. */
  topics: Record<string, { description?: string }>
}

const typed = (id: string): string => `steward ${id.replaceAll(':', ' ')}`

const examplesOf = ({ examples }: Described): string[] => (examples as string[] | undefined) ?? []

/** What is explained beyond commands is a command under `help`. */
const isExplanation = ({ id }: Described): boolean => id.startsWith('help:')

/** The page about what `words` name; undefined when there is no such command or topic. */
export const helpPage = (known: Known, words: readonly string[]): Part[] | undefined => {
  const commands = known.commands.filter(({ hidden }) => !hidden)
  const path = words.flatMap(word => word.split(':'))
  if (path.length === 0) return rootPage(commands, known)
  for (let length = path.length; length > 0; length--) {
    const id = path.slice(0, length).join(':')
    const found = known.commands.find(command => command.id === id)
    if (found) return commandPage(found)
  }
  const topic = path.join(':')
  const within = commands.filter(({ id }) => id.startsWith(`${topic}:`))
  return within.length === 0 ? undefined : topicPage(topic, within, known)
}

const listed = (commands: readonly Described[], prefix = '') =>
  commands
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, summary = '' }) => [prefix + id.replaceAll(':', ' '), summary] as const)

/** The commands that a stranger tries first; their examples are run by a test like all others. */
const firstSteps = ['demo', 'init', 'consumers:list', 'consumers:suspend', 'events:verify']

const rootPage = (commands: readonly Described[], { topics }: Known): Part[] => {
  const first = firstSteps.flatMap(id => commands.filter(command => command.id === id))
  const shown = commands.filter(command => !isExplanation(command))
  const names = new Set(
    shown.filter(({ id }) => id.includes(':')).map(({ id }) => id.split(':')[0]!),
  )
  return [
    { text: 'The back office of a service, as a command line.' },
    { title: 'EXAMPLES', lines: first.flatMap(command => examplesOf(command).slice(0, 1)) },
    { title: 'USAGE', lines: ['steward COMMAND [flags]'] },
    {
      title: 'TOPICS',
      rows: [...names].sort().map(name => [name, topics[name]?.description ?? ''] as const),
    },
    { title: 'COMMANDS', rows: listed(shown.filter(({ id }) => !id.includes(':'))) },
    {
      title: 'MORE HELP',
      rows: [
        ['TOPIC --help', 'The commands of a topic.'],
        ['COMMAND --help', 'Examples, flags and exit codes of a command.'],
        ...listed(commands.filter(isExplanation)),
      ],
    },
  ]
}

/** A topic is shown by what people do most, where it has it. */
const usual = ['list', 'show', 'create', 'import', 'add', 'backup', 'set', 'verify', 'flush']

const topicPage = (topic: string, commands: readonly Described[], { topics }: Known): Part[] => {
  const first = usual.flatMap(verb => commands.filter(({ id }) => id === `${topic}:${verb}`))
  const chosen = first.length > 0 ? first.slice(0, 4) : commands.slice(0, 2)
  return [
    { text: topics[topic]?.description ?? '' },
    { title: 'EXAMPLES', lines: chosen.flatMap(command => examplesOf(command).slice(0, 1)) },
    { title: 'USAGE', lines: [`${typed(topic)} COMMAND [flags]`] },
    { title: 'COMMANDS', rows: listed(commands) },
    { text: `See one with ${typed(topic)} COMMAND --help.` },
  ].filter(part => part.text !== '')
}

const commandPage = (command: Described): Part[] => {
  const { id, summary = '', description, args, flags } = command
  const shown = Object.values(flags).filter(({ hidden }) => !hidden)
  const groups = [...new Set(shown.flatMap(({ helpGroup }) => helpGroup ?? []))].sort()
  const group = (name: string | undefined) =>
    shown.filter(({ helpGroup }) => helpGroup === name).map(flagRow)
  return [
    { text: summary },
    { text: description ?? '' },
    { title: 'EXAMPLES', lines: examplesOf(command) },
    { title: 'USAGE', lines: [usage(id, Object.values(args), shown)] },
    {
      title: 'ARGUMENTS',
      rows: Object.values(args).map(
        arg => [arg.name.toUpperCase(), arg.description ?? ''] as const,
      ),
    },
    { title: 'FLAGS', rows: group(undefined) },
    ...groups.map(name => ({ title: name, rows: group(name) })),
    { title: 'EXIT CODES', apart: true, rows: exitRows(command.exitCodes ?? []) },
  ].filter(({ text, rows, lines }) => text || rows?.length || lines?.length)
}

const exitRows = (codes: readonly number[]) => {
  const texts = exitTexts()
  return codes.map(code => [String(code), texts.get(code) ?? ''] as const)
}

const usage = (id: string, args: readonly Arg[], flags: readonly Flag[]): string => {
  const positions = args.map(({ name, required, multiple }) => {
    const word = `${name.toUpperCase()}${multiple ? '...' : ''}`
    return required ? word : `[${word}]`
  })
  const required = flags
    .filter(flag => flag.required)
    .map(flag => `--${flag.name} ${valueName(flag)}`)
  return [typed(id), ...positions, ...required, flags.length > 0 ? '[flags]' : ''].join(' ').trim()
}

/** Choices beyond a few are told behind the flag, not in its name. */
const mostInName = 24

const valueName = ({ name, helpValue, options = [] }: Flag): string => {
  const choices = options.join('|')
  if (choices !== '' && choices.length <= mostInName) return choices
  const named = helpValue !== undefined && helpValue !== choices ? helpValue : undefined
  return named ?? name.replaceAll('-', '_').toUpperCase()
}

const flagRow = (flag: Flag): readonly [string, string] => {
  const { name, char, type, options = [], description = '', allowNo, required } = flag
  const value = type === 'option' ? ` ${valueName(flag)}` : ''
  const told = options.length > 0 && !value.includes('|') ? ` One of: ${options.join(', ')}.` : ''
  const word = `${char ? `-${char}, ` : ''}--${allowNo ? '[no-]' : ''}${name}${value}`
  return [word, `${description}${told}${required ? ' Required.' : ''}`]
}
