import { execFileSync, spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** The machine's own Node, where there is one and it is too old. */
const old = (): string | null => {
  try {
    const version = execFileSync('/usr/bin/node', ['--version'], { encoding: 'utf8' })
    return Number(/^v(\d+)/.exec(version)?.[1]) < 22 ? '/usr/bin/node' : null
  } catch {
    return null
  }
}

const node = old()

it.skipIf(node === null)('a Node that is too old is told so in one line, exit 2', () => {
  const { status, stdout, stderr } = spawnSync(node!, ['bin/run.js', 'consumers', 'list'], {
    encoding: 'utf8',
  })
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^Steward needs Node 22\.13 or newer; this is \d+\.\d+\.\d+\.\n$/)
})
