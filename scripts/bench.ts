/**
 * `npm run bench`: what the program costs, as ratios over a peer measured in the same run. Exits 1 when
 * a limit is broken.
 *
 *   --million    reading among a million people, on both engines, instead of starting up
 *   --people N   with so many instead
 *   --accounts   reaching some of a hundred thousand accounts, on both engines
 *   --engine E   sqlite or postgres alone
 *   --json, --markdown
 */
import { parseArgs } from 'node:util'
import { cleanUp, isTooSlow, markdownTable, type Result, textTable } from './bench/measure.ts'

const { values } = parseArgs({
  options: {
    million: { type: 'boolean' },
    people: { type: 'string' },
    accounts: { type: 'boolean' },
    engine: { type: 'string' },
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
  },
})

const measured = async (): Promise<Result[]> => {
  if (values.accounts) {
    return (await import('./bench/accounts.ts')).reachingSome(100_000, values.engine)
  }
  if (!values.million && !values.people) return (await import('./bench/start-up.ts')).startUp()
  const { readingAmong } = await import('./bench/reads.ts')
  return readingAmong(Number(values.people ?? 1_000_000), values.engine)
}

try {
  const rows = await measured()
  const text = values.json
    ? JSON.stringify(rows, null, 2)
    : (values.markdown ? markdownTable : textTable)(rows)
  process.stdout.write(`${text}\n`)
  if (rows.some(isTooSlow)) process.exitCode = 1
} finally {
  cleanUp()
}
