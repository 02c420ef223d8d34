/** Where a sign-in is kept between commands, and where it is not. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Keychain } from '../../src/cli/keychain.ts'
import { openSessionStore } from '../../src/cli/session-store.ts'
import { temporaryFolder } from '../support/databases.ts'

const standing = process.umask()
afterEach(() => void process.umask(standing))

const placeIn = (home: string, databaseUrl = 'postgres://ada:secret@db.test/steward') => ({
  home,
  databaseUrl,
  file: null,
})

/** A keychain in memory, which counts how often it was asked. */
const fakeKeychain = (works = true) => {
  const secrets = new Map<string, string>()
  let asked = 0
  const answer = async <T>(value: T): Promise<T> => {
    asked++
    if (!works) throw new Error('no answer')
    return value
  }
  const keychain: Keychain = {
    get: account => answer(secrets.get(account) ?? null),
    set: (account, secret) => answer(void secrets.set(account, secret)),
    remove: account => answer(void secrets.delete(account)),
  }
  return { keychain, secrets, asked: () => asked }
}

const storeIn = (home: string, keychain: Keychain | null = null, databaseUrl?: string) =>
  openSessionStore(placeIn(home, databaseUrl), () => keychain)

const files = (home: string) =>
  readdirSync(join(home, 'sign-in')).map(name => join(home, 'sign-in', name))

const rights = (path: string) => (lstatSync(path).mode & 0o777).toString(8)

it('a sign-in is read again until it is forgotten', async () => {
  const store = storeIn(temporaryFolder())
  expect(await store.read()).toBeNull()
  await store.keep('first')
  await store.keep('second')
  expect(await store.read()).toBe('second')
  expect(await store.forget()).toBe(true)
  expect([await store.read(), await store.forget()]).toEqual([null, false])
})

it('the folder is 0700 and the file 0600 under umask 0', async () => {
  process.umask(0)
  const home = join(temporaryFolder(), 'new')
  await storeIn(home).keep('token')
  expect([home, join(home, 'sign-in'), ...files(home)].map(rights)).toEqual(['700', '700', '600'])
})

it('each database has its own sign-in, whatever its password is now', async () => {
  const home = temporaryFolder()
  await storeIn(home).keep('token')
  const read = (url: string) => storeIn(home, null, url).read()
  expect(await read('postgres://ada:changed@db.test/steward')).toBe('token')
  expect(await read('postgres://ada:secret@db.test/other')).toBeNull()
  expect(files(home).join()).not.toContain('secret')
})

it('what others can read is refused, with what to do', async () => {
  const home = temporaryFolder()
  await storeIn(home).keep('token')
  chmodSync(files(home)[0]!, 0o644)
  await expect(storeIn(home).read()).rejects.toMatchObject({
    code: 'unavailable',
    hint: expect.stringContaining('chmod 600'),
  })
  chmodSync(files(home)[0]!, 0o600)
  chmodSync(join(home, 'sign-in'), 0o750)
  for (const tried of [storeIn(home).read(), storeIn(home).keep('x'), storeIn(home).forget()]) {
    await expect(tried).rejects.toMatchObject({ hint: expect.stringContaining('chmod 700') })
  }
})

it('a symbolic link in the place of the folder or the file is refused', async () => {
  const home = temporaryFolder()
  const elsewhere = temporaryFolder()
  symlinkSync(elsewhere, join(home, 'sign-in'))
  await expect(storeIn(home).keep('token')).rejects.toMatchObject({ code: 'unavailable' })
  expect(readdirSync(elsewhere)).toEqual([])

  const other = temporaryFolder()
  await storeIn(other).keep('token')
  const [file] = files(other)
  const target = join(elsewhere, 'kept')
  writeFileSync(target, readFileSync(file!), { mode: 0o600 })
  await storeIn(other).forget()
  symlinkSync(target, file!)
  await expect(storeIn(other).read()).rejects.toMatchObject({ code: 'unavailable' })
})

it('a file that is damaged says nothing', async () => {
  const home = temporaryFolder()
  await storeIn(home).keep('token')
  writeFileSync(files(home)[0]!, '{"in":"fi')
  expect(await storeIn(home).read()).toBeNull()
})

it('with a keychain no file has the token', async () => {
  const home = temporaryFolder()
  const { keychain, secrets } = fakeKeychain()
  const store = storeIn(home, keychain)
  await store.keep('token')
  expect([...secrets.values()]).toEqual(['token'])
  expect(
    files(home)
      .map(file => readFileSync(file, 'utf8'))
      .join(),
  ).not.toContain('token')
  expect(await store.read()).toBe('token')
  await store.forget()
  expect([secrets.size, await store.read()]).toEqual([0, null])
})

it('a keychain that fails is asked once, and the file takes its place', async () => {
  const home = temporaryFolder()
  const { keychain, asked } = fakeKeychain(false)
  const store = storeIn(home, keychain)
  await store.keep('first')
  await store.keep('second')
  expect([await store.read(), asked()]).toEqual(['second', 1])
})

it('without a sign-in no keychain is asked', async () => {
  const { keychain, asked } = fakeKeychain()
  const home = temporaryFolder()
  mkdirSync(join(home, 'sign-in'), { mode: 0o700 })
  expect([await storeIn(home, keychain).read(), asked()]).toEqual([null, 0])
})
