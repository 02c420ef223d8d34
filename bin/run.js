#!/usr/bin/env node
// Starts the built program. Any Node can read this file, so that one that is too old is told so.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`Steward needs Node 22.13 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  // An import of node:fs costs a fifth of Node's own start; asked for like this it costs nothing.
  const builtin = name => process.getBuiltinModule(name)
  const root = builtin('node:path').dirname(import.meta.dirname)
  if (process.argv[2] === '--version') {
    const { version } = JSON.parse(builtin('node:fs').readFileSync(`${root}/package.json`, 'utf8'))
    process.stdout.write(`${version}\n`)
  } else {
    builtin('node:module').enableCompileCache()
    const { main } = await import('../dist/main.js')
    await main(root)
  }
}
