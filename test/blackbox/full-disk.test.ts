/** Where an answer goes may take nothing: that is told in one line, never by a stack. */
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { shell } from '../support/program.ts'

/** A device that is always full; only Linux has it. */
const full = '/dev/full'

it.runIf(existsSync(full))('a full disk behind stdout is exit 8 and told on stderr', async () => {
  const env = { STEWARD_HOME: temporaryFolder() }
  for (const line of ['commands --json', 'commands', 'consumers list --json']) {
    const { exit, stderr } = await shell(`steward ${line} > ${full}`, { env })
    expect([line, exit]).toEqual([line, 8])
    expect(stderr).toMatch(/^Error: /m)
    expect(stderr).not.toMatch(/^ +at /m)
  }
})
