/**
 * Writes docs/reference/ from the code. With --check it writes nothing, says which pages are stale
 * and exits 1: what people read can't drift from what runs, and a change of an operation's contract
 * shows in the diff of operations.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from './reference/pages.ts'

const folder = 'docs/reference'

const current = (name: string): string => {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return ''
  }
}

/** The first line in which two texts differ, as a diff shows it. */
const difference = (old: string, made: string): string => {
  const [before, after] = [old.split('\n'), made.split('\n')]
  const at = after.findIndex((line, at) => line !== before[at])
  const place = at === -1 ? after.length : at
  return `line ${place + 1}\n  - ${before[place] ?? ''}\n  + ${after[place] ?? ''}`
}

const made = await pages()
const stale = Object.entries(made).filter(([name, text]) => current(name) !== text)

if (process.argv.includes('--check')) {
  for (const [name, text] of stale) {
    console.error(`${join(folder, name)} is stale, ${difference(current(name), text)}`)
  }
  if (stale.length > 0) console.error('Run: npm run docs')
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of stale) writeFileSync(join(folder, name), text)
}
