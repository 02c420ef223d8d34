/**
 * The short way to a command. oclif's `run` reads the manifest, builds its Config and asks for
 * plugins and hooks before every command, which takes longer than the command does. Where the words
 * name a command beyond doubt, nothing of that makes a difference: it is loaded and run. Everything
 * else (a topic, a word too many, DEBUG) goes the long way. So is help: both ways print it with the
 * same function. test/cli/direct.test.ts holds the two to the same answers, byte by byte.
 */
import { existsSync, readFileSync } from 'node:fs'
import { asksForHelp, knownIn, tellHelp } from './help/asked.ts'
import type { DirectCommand, DirectConfig } from './steward-command.ts'
import { leadingWords } from './words.ts'

/** Runs the command that `argv` names; false when it has to be found the long way. */
export const runDirectly = async (
  root: string,
  argv: readonly string[],
  load: (path: string) => Promise<DirectCommand>,
): Promise<boolean> => {
  if (process.env.DEBUG) return false
  if (asksForHelp(argv)) return tellHelp(knownIn(root), argv)
  const words = leadingWords(argv)
  while (words.length > 0 && !existsSync(commandFile(root, words.join('/')))) words.pop()
  if (words.length === 0) return false
  const Found = await load(words.join('/'))
  const rest = argv.slice(words.length)
  // To oclif a word behind a command that takes none belongs to the name of another command.
  const spare = rest[0] !== undefined && !rest[0].startsWith('-')
  if (spare && Object.keys(Found.args).length === 0) return false
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  Found.id = words.join(':')
  await new Found(rest, configOf(root, version)).start()
  return true
}

/** Where the build puts the command of this path, for oclif to find. */
export const commandFile = (root: string, path: string): string =>
  `${root}/dist/commands/${path}.js`

/** As much of oclif's Config as a command asks for: package.json names no plugins and no hooks. */
const configOf = (root: string, version: string): DirectConfig => ({
  root,
  version,
  bin: 'steward',
  runHook: async () => ({ successes: [], failures: [] }),
  scopedEnvVarKeys: () => [],
})
