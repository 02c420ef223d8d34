/** What is said to a command that doesn't exist. Nothing that was typed is repeated. */
import { readFileSync } from 'node:fs'
import { StewardError } from '../kernel/errors.ts'
import { nearest } from '../kernel/nearest.ts'
import { leadingWords } from './words.ts'

/** Words that have a command of another name, until they have their own. */
const elsewhere: Record<string, string> = {
  find: 'Find people with steward consumers list --search TEXT.',
}

/** oclif's own error for a command, or a subject of help, that it can't find. */
export const isUnknownCommand = (error: unknown): boolean =>
  error instanceof Error && 'oclif' in error && /^command .* not found\.?$/is.test(error.message)

/** `root` is the package's folder: what can be suggested is in the manifest there. */
export const unknownCommand = (root: string, argv: readonly string[]): StewardError => {
  const words = leadingWords(argv)
  const { commands } = JSON.parse(readFileSync(`${root}/oclif.manifest.json`, 'utf8'))
  const known = Object.keys(commands).map(id => id.replaceAll(':', ' '))
  const longest = words.findLastIndex((_, at) => known.includes(words.slice(0, at + 1).join(' ')))
  if (longest >= 0) {
    const command = words.slice(0, longest + 1).join(' ')
    const hint = `See it with steward ${command} --help.`
    return new StewardError('invalid_input', `steward ${command} takes no arguments.`, { hint })
  }
  const hint = hintFor(words, known)
  return new StewardError('invalid_input', 'There is no such command.', { hint })
}

const hintFor = (words: string[], known: string[]): string => {
  const first = words[0] ?? ''
  if (Object.hasOwn(elsewhere, first)) return elsewhere[first]!
  const topics = [...new Set(known.map(name => name.split(' ')[0]!))]
  const near = nearestOf(words, known)
  if (near) return `Did you mean steward ${near}?`
  if (topics.includes(first)) return `See its commands with steward ${first} --help.`
  const topic = nearest(first, topics)
  if (topic) return `Did you mean steward ${topic}?`
  return 'See what there is with steward --help.'
}

/** The nearest command, whatever follows its name: two words before one. */
const nearestOf = (words: string[], known: string[]): string | undefined => {
  for (const count of [3, 2, 1]) {
    const names = known.filter(name => name.split(' ').length === count)
    const near = words.length >= count && nearest(words.slice(0, count).join(' '), names)
    if (near) return near
  }
  return undefined
}
