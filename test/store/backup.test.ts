import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runPostgresTool } from '../../src/store/backup.ts'
import { temporaryFolder } from '../support/databases.ts'

/** A program that writes down what it was started with. */
const startedWith = async (url: string): Promise<{ address: string; password: string }> => {
  const folder = temporaryFolder()
  const tool = join(folder, 'tool')
  const out = join(folder, 'out')
  writeFileSync(tool, `#!/bin/sh\nprintf '%s\\n' "$1" "$PGPASSWORD" >${out}\n`)
  chmodSync(tool, 0o700)
  await runPostgresTool(tool, url, [])
  const [address, password] = readFileSync(out, 'utf8').split('\n')
  return { address: address!.replace('--dbname=', ''), password: password! }
}

describe('a program of Postgres is started', () => {
  it.each([
    ['postgres://ada:s%20ecret@h/db', 'postgres://ada@h/db', 's ecret'],
    ['postgres://ada@h/db?password=s%20ecret', 'postgres://ada@h/db', 's ecret'],
    ['postgres://ada:old@h/db?password=secret', 'postgres://ada@h/db', 'secret'],
    [
      'postgres://ada@h/db?sslmode=require&p%61ssword=secret&options=-c%20a%3Db&sslpassword=x',
      'postgres://ada@h/db?sslmode=require&options=-c%20a%3Db',
      'secret',
    ],
  ])('with no secret of %s in its words', async (url, address, password) => {
    expect(await startedWith(url)).toEqual({ address, password })
  })
})
