import { expect, it } from 'vitest'
import { whoseLog } from '../../src/cli/whose-log.ts'
import { scopeWithin } from '../../src/kernel/context.ts'

const organization = { id: 'org_1', name: 'Acme', secretKeyId: '', cursorKey: '' }
const home = { provider: 1, providerId: 'prv_1' }
const one = scopeWithin(home, organization)
const several = { ...one, providers: [home, { provider: 2, providerId: 'prv_2' }] }

it('whose log it is is said to whoever reaches several, of what tells of one', () => {
  expect(whoseLog('events:list', { scope: several })).toContain('--provider REFERENCE')
  expect(whoseLog('events:list', { scope: one })).toBeNull()
  expect(whoseLog('events:show', { scope: several })).toBeNull()
  expect(whoseLog('consumers:list', { scope: several })).toBeNull()
})
