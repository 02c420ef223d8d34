#!/usr/bin/env node
// Starts the built program. Any Node can read this file, so that one that is too old is told so.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`Steward needs Node 22.13 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  // This folder is CommonJS (package.json beside it): to load its ES modules costs Node a twentieth.
  const root = require('node:path').dirname(__dirname)
  const { readFileSync } = require('node:fs')
  if (process.argv[2] === '--version') {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
    process.stdout.write(`${version}\n`)
  } else {
    require('../dist/start.cjs').start(root)
  }
}
