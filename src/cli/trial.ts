/** A home to try something out in, gone when the program ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const trialHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'steward-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  return home
}
