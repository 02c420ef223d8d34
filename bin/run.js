#!/usr/bin/env node
// Starts the built program. It runs on any Node, so that one that is too old is told so.
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`Steward needs Node 22.13 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else if (process.argv[2] === '--version') {
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  process.stdout.write(`${version}\n`)
} else {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { main } = await import('../dist/main.js')
  await main(root)
}
