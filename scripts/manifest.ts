/**
 * Writes oclif.manifest.json from the built commands, as oclif itself reads them. With --check it
 * writes nothing, and exits 1 when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Plugin } from '@oclif/core'

const file = 'oclif.manifest.json'
const root = process.cwd()
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true })
await plugin.load()
// oclif loads the commands side by side and lists them as they come.
const byId = Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1))
const manifest = { ...plugin.manifest, commands: Object.fromEntries(byId) }
const text = `${JSON.stringify(manifest, null, 1)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${file} is stale: run npm run manifest\n`)
  process.exitCode = 1
}
