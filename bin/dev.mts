#!/usr/bin/env node
/** Starts the program from source, as it is being written: no build, and no manifest to be stale. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from '../src/main.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
pjson.oclif.commands.target = './src/commands'
pjson.oclif.helpClass = './src/cli/help/oclif.ts'

await main(root, { pjson, ignoreManifest: true })
