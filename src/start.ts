/**
 * Loads the built program with V8's compiled form of it, kept from an earlier run. Node's own compile
 * cache keeps only what is compiled before anything runs, so each start would compile every function
 * again that it calls; a cache made after running holds those, and halves the time of a start.
 *
 * Such a cache is code: V8 runs what it says. So it lies in a folder that is its owner's alone, under
 * a name that tells the program's text, V8 and the machine, twice, so that a byte that changed is
 * seen (to compare is quick, and a checksum would have Node load half of itself); it is put in place
 * whole; and wherever any of that doesn't hold, the program starts without it and says nothing.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { leadingWords } from './cli/words.ts'
import { homeOf } from './home.ts'

/** What src/main.ts exports. */
type Program = typeof import('./main.ts')

type Loaded = { program: Program; script: Script; name: string; cached: Cached }

/** Whether there was a cache: of a command that went well, or of one that failed. */
type Cached = 'well' | 'failed' | 'none'

/** As many commands as anyone uses; each has a cache of its own, of what it calls. */
const largestCount = 32

let loaded: Loaded | undefined

const load = (command: string): Loaded => {
  const file = join(__dirname, 'program.cjs')
  // The build writes ASCII, which is read fastest as this.
  const text = readFileSync(file, 'latin1')
  const name = nameOf(text, command)
  const well = readCache(name)
  const cachedData = well ?? readCache(failed(name))
  const script = new Script(text, { filename: file, cachedData })
  const used = cachedData !== undefined && !script.cachedDataRejected
  const cached = used ? (well ? 'well' : 'failed') : 'none'
  const module = { exports: {} as Program }
  const load = (path: string) => import(path)
  script.runInThisContext()(module.exports, createRequire(file), module, file, __dirname, load)
  return { program: module.exports, script, name, cached }
}

/** The program, loaded once. */
export const program = (): Program => {
  loaded ??= load(commandOf(process.argv.slice(2)))
  return loaded.program
}

/** Runs the program, and keeps its compiled form where there was none. */
export const start = async (root: string): Promise<void> => {
  await program().main(root)
  const { script, cached, name } = loaded!
  // A command that failed has called little of what it calls when all is well.
  if (!process.exitCode && cached !== 'well') keep(name, script)
  else if (process.exitCode && cached === 'none') keep(failed(name), script)
}

/** The name of the command that is asked for: of nothing else that was typed. */
const commandOf = (argv: readonly string[]): string => {
  if (argv.includes('--help') || argv.includes('-h')) return 'help'
  const words = leadingWords(argv)
  while (words.length > 0 && !existsSync(join(__dirname, 'commands', `${words.join('/')}.js`))) {
    words.pop()
  }
  return words.join('-') || 'other'
}

/** V8 itself compares no more than the text's length; the build puts the text's digest first. */
const nameOf = (text: string, command: string): string => {
  const digest = /^\/\* (\w+) \*\//.exec(text)?.[1]
  const { arch, versions } = process
  return `${digest}-${versions.v8}-${arch}-${command}`
}

const failed = (name: string): string => `${name}.failed`

const folder = () => join(homeOf(process.env), 'cache')

/** Whether nobody else can put anything there. Windows keeps a person's folders by itself. */
const isOurs = (path: string): boolean => {
  const { uid, mode } = lstatSync(path)
  return process.platform === 'win32' || (uid === process.getuid!() && (mode & 0o077) === 0)
}

const readCache = (name: string): Buffer | undefined => {
  try {
    if (!isOurs(folder())) return undefined
    const kept = readFileSync(join(folder(), name))
    const half = kept.length / 2
    const data = kept.subarray(0, half)
    return half > 0 && data.equals(kept.subarray(half)) ? data : undefined
  } catch {
    return undefined
  }
}

const keep = (name: string, script: Script): void => {
  try {
    // A home that isn't there yet is made by what first has something to put into it.
    if (!statSync(homeOf(process.env)).isDirectory()) return
    mkdirSync(folder(), { mode: 0o700, recursive: true })
    if (!isOurs(folder())) return
    const data = script.createCachedData()
    const aside = join(folder(), `${process.pid}.tmp`)
    writeFileSync(aside, Buffer.concat([data, data]), { mode: 0o600 })
    renameSync(aside, join(folder(), name))
    prune()
  } catch {
    // A disk that is full or can only be read: the program has done its work all the same.
  }
}

/** Throws away what was kept longest ago: other versions, and commands that are hardly used. */
const prune = (): void => {
  const files = readdirSync(folder()).map(name => join(folder(), name))
  const dated = files.map(file => ({ file, at: statSync(file).mtimeMs }))
  const newest = dated.toSorted((a, b) => b.at - a.at)
  for (const { file } of newest.slice(largestCount)) rmSync(file, { force: true })
}
