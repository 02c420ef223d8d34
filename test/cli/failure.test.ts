/** How a failure is told: what may be said of what was typed, and what is near it. */
import { describe, expect, it } from 'vitest'
import { asStewardError } from '../../src/cli/failure.ts'

class NonExistentFlagsError extends Error {
  flags: string[]
  constructor(flags: string[]) {
    super(`Nonexistent flags: ${flags.join(', ')}`)
    this.flags = flags
  }
}

const known = {
  search: {},
  'dry-run': {},
  'email-verified': { allowNo: true },
  magic: { hidden: true },
}

const told = (flag: string) => {
  const { message, hint, exitCode } = asStewardError(new NonExistentFlagsError([flag]), known)
  return { message, hint, exitCode }
}

describe('an unknown flag', () => {
  it.each([
    ['--serch', '--search'],
    ['--dryrun', '--dry-run'],
    ['--no-email-verifed', '--no-email-verified'],
    ['--serch=ada', '--search'],
  ])('is met with the nearest of its command: %s', (flag, near) => {
    expect(told(flag)).toEqual({
      message: `There is no flag ${flag.split('=')[0]} here.`,
      hint: `Did you mean ${near}?`,
      exitCode: 2,
    })
  })

  it('that is near nothing, or only a hidden one, is sent to --help', () => {
    for (const flag of ['--frobnicate', '--magik']) {
      expect(told(flag).hint).toBe('See the command with --help.')
    }
  })

  it('is not repeated unless it is surely a name', () => {
    expect(told('--hunter2').message).toBe('There is no such flag here.')
    expect(told('--Passw0rd').message).toBe('There is no such flag here.')
    expect(told('-phunter').message).toBe('There is no flag -p here.')
    expect(told('--token=hunter2').message).toBe('There is no flag --token here.')
  })
})
