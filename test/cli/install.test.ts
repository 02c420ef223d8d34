/** Completion put in place and taken away again, in a home of its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { installCompletion, ownShell, removeCompletion } from '../../src/cli/completion/install.ts'
import { scripts, shells } from '../../src/cli/completion/scripts.ts'
import { temporaryFolder } from '../support/databases.ts'

it.each(shells)('%s: done twice it is there once, and taken away it leaves no trace', shell => {
  const around = { HOME: temporaryFolder() }
  const startup = join(around.HOME, `.${shell}rc`)
  if (shell !== 'fish') writeFileSync(startup, 'alias ll="ls -l"')
  const { file } = installCompletion(shell, around)
  installCompletion(shell, around)
  expect(readFileSync(file, 'utf8')).toBe(scripts[shell])
  if (shell !== 'fish') {
    expect(readFileSync(startup, 'utf8').match(/# steward completion\n/g)).toHaveLength(1)
  }
  removeCompletion(shell, around)
  expect(existsSync(file)).toBe(false)
  if (shell !== 'fish') expect(readFileSync(startup, 'utf8')).toBe('alias ll="ls -l"\n')
})

it('asks which shell it is for, where SHELL does not say', () => {
  expect(ownShell({ SHELL: '/usr/bin/zsh' })).toBe('zsh')
  expect(() => ownShell({ SHELL: '/bin/tcsh' })).toThrow('It is not clear which shell')
})
