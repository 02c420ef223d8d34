/** The blocks of the README that are promises to scripts, run by bash exactly as they stand there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createDatabase, temporaryFolder } from './databases.ts'
import { type Ended, shell } from './program.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
export type Step = Omit<Ended, 'exit'> & { code: number; line: string; json: () => any }

/** Lines that do something, of the block under this mark; a comment tells what a line prints. */
const stepsOf = (mark: string): string[] => {
  const readme = readFileSync('README.md', 'utf8')
  const block = new RegExp(`<!-- ${mark} -->\\s*\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(readme)
  if (!block) throw new Error(`The README has no block marked ${mark}.`)
  const lines = block[1]!.split('\n')
  return lines.filter(line => line.trim() !== '' && !line.trimStart().startsWith('#'))
}

export type Reading = {
  env: Record<string, string>
  /** What stands before the block; `$NOTES` is the folder it runs in. */
  prologue: string
  /** What the block leaves to its reader, `…`, is filled in. `$NOTES/N.out` is what line N printed. */
  filledIn: (line: string) => string
  /** Makes the files that the block speaks of. */
  prepare?: (folder: string) => void
}

/** Runs the whole block in one shell, as a script would, noting each line's own output and code. */
export const runContract = async (mark: string, reading: Reading): Promise<Step[]> => {
  const folder = temporaryFolder()
  reading.prepare?.(folder)
  const steps = stepsOf(mark)
  const lines = steps.map((line, at) => noting(line, reading.filledIn(line), at))
  const env = { TMPDIR: folder, ...reading.env }
  await shell([`NOTES=${folder}; cd "$NOTES"`, reading.prologue, ...lines].join('\n'), { env })
  const read = (at: number, what: string) => {
    const file = join(folder, `${at}.${what}`)
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }
  return steps.map((line, at) => {
    const stdout = read(at, 'out')
    const json = () => JSON.parse(stdout)
    return { line, code: Number(read(at, 'code')), stdout, stderr: read(at, 'err'), json }
  })
}

/** In braces, not in a subshell: an export has to reach the lines after it. */
const noting = (line: string, filled: string, at: number): string => {
  const out = line.includes(' > ') ? '' : `> "$NOTES"/${at}.out`
  return `{ ${filled}\n} ${out} 2> "$NOTES"/${at}.err; echo $? > "$NOTES"/${at}.code`
}

type DatabaseOf = [name: string, env: () => Promise<Record<string, string>>]

const onServer = (name: string, server: string): DatabaseOf => [
  name,
  async () => ({ STEWARD_DATABASE_URL: await createDatabase(server) }),
]

/** The databases that a promise is kept on; each run gets a new one. */
export const databases = (): DatabaseOf[] => {
  const own = inject('postgresUrl')
  const distribution = process.env.STEWARD_TEST_POSTGRES15
  return [
    ['sqlite', async () => ({})],
    ...(own ? [onServer('postgres', own)] : []),
    ...(distribution ? [onServer('postgres 15', distribution)] : []),
  ]
}

/** The step that a line begins. Throws when the README has none. */
export const stepOf = (steps: readonly Step[], part: string): Step => {
  const found = steps.find(({ line }) => line.includes(part))
  if (!found) throw new Error(`The README has no line with ${part}`)
  return found
}
