/** The system's keychain: where there is none it isn't missed, and one that hangs is left behind. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { keychainOf, patience } from '../../src/cli/keychain.ts'
import { temporaryFolder } from '../support/databases.ts'

const onLinux = process.platform === 'linux'

it.runIf(onLinux)('without a desktop there is none', () => {
  expect(keychainOf(process.cwd(), {})).toBeNull()
  expect(keychainOf(process.cwd(), { XDG_RUNTIME_DIR: temporaryFolder() })).toBeNull()
})

it('where its library is not installed there is none', () => {
  expect(
    keychainOf(temporaryFolder(), { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }),
  ).toBeNull()
})

it.runIf(onLinux)('a bus that never answers costs at most 3 s', async () => {
  const path = join(temporaryFolder(), 'bus')
  const server = createServer(socket => void socket.on('error', () => undefined)).listen(path)
  onTestFinished(() => void server.close())
  const keychain = keychainOf(process.cwd(), { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })!
  const begun = performance.now()
  await expect(keychain.get('nobody')).rejects.toThrow()
  expect(performance.now() - begun).toBeLessThan(3000)
  expect(patience).toBeLessThan(3000)
})

it.runIf(onLinux)('one that is gone fails at once', async () => {
  const address = `unix:path=${join(temporaryFolder(), 'gone')}`
  const keychain = keychainOf(process.cwd(), { DBUS_SESSION_BUS_ADDRESS: address })!
  await expect(keychain.set('nobody', 'secret')).rejects.toThrow()
})
