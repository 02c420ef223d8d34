/** How far something has come: as text, and where it is shown at all. */
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { terminalOf } from '../../src/cli/output/terminal.ts'
import { progressOn, progressText } from '../../src/cli/progress.ts'

it('says the count, the part, the rate and the time left, each once it is known', () => {
  const at = { count: 12_000, what: 'rows', part: undefined, elapsed: 500 }
  expect(progressText(at)).toBe('12,000 rows')
  expect(progressText({ ...at, part: 0.12 })).toBe('12,000 rows, 12 %')
  expect(progressText({ ...at, part: 0.25, elapsed: 3000 })).toBe(
    '12,000 rows, 25 %, 4,000 a second, 9 s left',
  )
  expect(progressText({ ...at, part: 0.01, elapsed: 10_000 })).toMatch(/, 17 min left$/)
  expect(progressText({ ...at, part: 0.001, elapsed: 10_000 })).toMatch(/, 2 h 47 min left$/)
  expect(progressText({ ...at, part: 1, elapsed: 3000 })).toMatch(/100 %, 4,000 a second$/)
})

it.each([
  ['a pipe', false, {}, ''],
  ['a terminal', true, {}, '\r\x1b[K1 rows, 50 %\r\x1b[K'],
  ['a terminal where nothing may move', true, { ACCESSIBLE: '1' }, ''],
])('on %s it shows what belongs there', (_, isTTY, env, expected) => {
  let text = ''
  const stderr = new Writable({
    write(part, _, done) {
      text += part
      done()
    },
  })
  const terminal = terminalOf({
    stdout: stderr,
    stderr: Object.assign(stderr, { isTTY }),
    stdin: {},
    env,
  })
  const progress = progressOn(terminal, 'rows', 100)
  progress.step(50)
  progress.step(60)
  progress.done()
  expect(text).toBe(expected)
})
