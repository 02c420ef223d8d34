/** What doctor tells of the machine: the keychain works, or its place is taken. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { examine } from '../../../src/cli/doctor/finding.ts'
import { lookAtKeychain } from '../../../src/cli/doctor/machine.ts'
import { temporaryFolder } from '../../support/databases.ts'

const working = { get: async () => null, set: async () => undefined, remove: async () => undefined }
const broken = { ...working, get: () => Promise.reject(new Error('the bus is gone')) }

describe('the keychain', () => {
  it('is well where it answers, where there is none, and where it is not used', async () => {
    const home = temporaryFolder()
    expect(await lookAtKeychain(home, {}, () => working)).toMatchObject({ status: 'ok' })
    expect(await lookAtKeychain(home, {}, () => null)).toMatchObject({ status: 'ok' })
    const unasked = () => {
      throw new Error('it was asked')
    }
    expect(await lookAtKeychain(home, { STEWARD_HOME: home }, unasked)).toMatchObject({
      status: 'ok',
    })
  })

  it('is warned of where it does not answer, or failed before', async () => {
    const home = temporaryFolder()
    expect(await lookAtKeychain(home, {}, () => broken)).toMatchObject({ status: 'warning' })
    mkdirSync(join(home, 'sign-in'))
    writeFileSync(join(home, 'sign-in/no-keychain'), '')
    const { status, advice } = await lookAtKeychain(home, {}, () => working)
    expect([status, advice]).toEqual(['warning', `Remove ${join(home, 'sign-in/no-keychain')}`])
  })
})

describe('a check that fails itself', () => {
  it('is a finding that repeats no message, and stops no other', async () => {
    const { ok, checks } = await examine([
      {
        name: 'one',
        look: () => {
          throw new Error('postgres://steward:hunter2@db/steward')
        },
      },
      { name: 'two', look: () => ({ status: 'warning', seen: 'so so', advice: null }) },
    ])
    expect([ok, checks.map(({ status }) => status)]).toEqual([false, ['failed', 'warning']])
    expect(JSON.stringify(checks)).not.toContain('hunter2')
  })

  it('a warning alone is no failure', async () => {
    const check = {
      name: 'one',
      look: () => ({ status: 'warning', seen: '', advice: null }) as const,
    }
    expect((await examine([check])).ok).toBe(true)
  })
})
