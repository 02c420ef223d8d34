import { expect, it } from 'vitest'
import { confirmedBy, requireName } from '../../../src/cli/environments/guard.ts'

const prod = { name: 'prod', protected: true }

const never = async (): Promise<string> => {
  throw new Error('nobody is to be asked')
}

it('the name of a protected environment is taken out of --confirm once, the rest left', () => {
  expect(confirmedBy(['prod', '412'], prod)).toEqual({ byName: true, others: ['412'] })
  expect(confirmedBy(['412', 'prod'], prod)).toEqual({ byName: true, others: ['412'] })
  expect(confirmedBy(['prod', 'prod'], prod)).toEqual({ byName: true, others: ['prod'] })
  expect(confirmedBy([], prod)).toEqual({ byName: false, others: [] })
})

it('nothing is taken out where there is no guard', () => {
  const staging = { name: 'staging', protected: false }
  expect(confirmedBy(['staging'], staging)).toEqual({ byName: false, others: ['staging'] })
  const nameless = { name: null, protected: false }
  expect(confirmedBy(['x'], nameless)).toEqual({ byName: false, others: ['x'] })
})

it('with its name given, nobody is asked', async () => {
  await requireName('prod', { byName: true, others: [] }, true, never)
})

it('where nobody can be asked, or another name was given, it is refused', async () => {
  const refused = { code: 'invalid_input', field: 'confirm' }
  const none = requireName('prod', { byName: false, others: [] }, false, never)
  await expect(none).rejects.toMatchObject(refused)
  for (const canAsk of [true, false]) {
    const other = requireName('prod', { byName: false, others: ['pord'] }, canAsk, never)
    await expect(other).rejects.toMatchObject(refused)
  }
})
