/** Writes oclif.manifest.json from the built commands, as oclif itself reads them. */
import { writeFileSync } from 'node:fs'
import { Plugin } from '@oclif/core'

const root = process.cwd()
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true })
await plugin.load()
writeFileSync('oclif.manifest.json', `${JSON.stringify(plugin.manifest, null, 1)}\n`)
