/** Tests of the built program need one that is built from what is being tested. */
import { execFileSync } from 'node:child_process'

export default function setup(): void {
  execFileSync(process.execPath, ['scripts/prepare.ts'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
