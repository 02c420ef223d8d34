/** Places to test in: temporary folders and empty databases of the servers that there are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const folders: string[] = []

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Removed when the test process ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-test-'))
  folders.push(folder)
  return folder
}

let made = 0

/** A new database of a server, empty or as a copy of a template. */
export const createDatabase = async (server: string, template?: string): Promise<string> => {
  const name = `t${process.pid}_${Date.now()}_${++made}`
  const admin = new pg.Client({ connectionString: `${server}/postgres` })
  await admin.connect()
  await admin.query(`create database ${name}${template ? ` template ${template}` : ''}`)
  await admin.end()
  return `${server}/${name}`
}
