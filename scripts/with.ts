/** `node scripts/with.ts NAME=value … command …`: an environment for a command, on any platform. */
import { spawnSync } from 'node:child_process'

const words = process.argv.slice(2)
const start = words.findIndex(word => !/^[A-Z_0-9]+=/.test(word))
const env = Object.fromEntries(words.slice(0, start).map(word => word.split(/=(.*)/s).slice(0, 2)))
const [command = '', ...rest] = words.slice(start)
const shell = process.platform === 'win32'
const { status } = spawnSync(command, rest, {
  stdio: 'inherit',
  shell,
  env: { ...process.env, ...env },
})
process.exitCode = status ?? 1
