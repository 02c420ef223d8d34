/** Help, told: what was asked about, found in the manifest, in the width and colours that there are. */
import { readFileSync } from 'node:fs'
import { here } from '../output/standard.ts'
import { terminalOf } from '../output/terminal.ts'
import { write } from '../output/write.ts'
import { leadingWords } from '../words.ts'
import { layOut } from './layout.ts'
import { helpPage, type Known } from './pages.ts'

const helpFlags = ['--help', '-h']

/** Whether a command line asks for help; what comes after `--` is no flag. */
export const asksForHelp = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--')
  const flags = end < 0 ? argv : argv.slice(0, end)
  return flags.some(word => helpFlags.includes(word))
}

/** Prints help on what `argv` names; false when there is no such command or topic. */
export const tellHelp = async (known: Known, argv: readonly string[]): Promise<boolean> => {
  const named = argv.filter(word => !helpFlags.includes(word))
  const words = leadingWords(named.flatMap(word => word.split(':')))
  const page = helpPage(known, words)
  if (!page) return false
  const plain = argv.includes('--no-color')
  const terminal = terminalOf(here, plain ? { color: false } : {})
  await write(terminal.stdout, await layOut(page, terminal))
  return true
}

/** What the package's own files say of its commands. */
export const knownIn = (root: string): Known => {
  const read = (file: string) => JSON.parse(readFileSync(`${root}/${file}`, 'utf8'))
  return {
    commands: Object.values(read('oclif.manifest.json').commands),
    topics: read('package.json').oclif.topics,
  }
}
