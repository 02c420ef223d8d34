/** Disks that are full, fail, or can't be written to; files that are not what they were. */
import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFull, json, newOrganization, type Site } from '../races/support.ts'
import { temporaryFolder } from '../support/databases.ts'
import { password } from '../support/house.ts'
import { type Ended, ensureBuilt, steward } from '../support/program.ts'
import {
  canBeReadOnly,
  canInject,
  canMount,
  folderIn,
  grow,
  readOnly,
  smallDisk,
  withBadSync,
} from './support.ts'

const create = (name: string, key: string) =>
  `consumers create --name ${name} --idempotency-key ${key} --json`.split(' ')

const errorOf = ({ stdout }: Ended) => JSON.parse(stdout).error

const onSmallDisk = async (kilobytes: number): Promise<Site & { disk: string }> => {
  await ensureBuilt()
  const disk = smallDisk(kilobytes)
  const home = folderIn(disk, 'home')
  const words = 'init --name Acme --email owner@acme.test --password-stdin --api-key ci --json'
  const env = { STEWARD_HOME: home }
  const made = await steward(words.split(' '), { env, input: password })
  expect(made).toMatchObject({ exit: 0 })
  const STEWARD_API_KEY = JSON.parse(made.stdout).apiKey
  return { disk, home, url: join(home, 'steward.db'), env: { ...env, STEWARD_API_KEY } }
}

/** Takes all that is left on a disk; what it answers gives it back. */
const fill = (disk: string): (() => void) => {
  const file = join(disk, 'filler')
  const handle = openSync(file, 'w')
  try {
    for (const size of [65536, 4096])
      for (;;) if (writeSync(handle, Buffer.alloc(size)) < size) break
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  }
  closeSync(handle)
  return () => rmSync(file)
}

describe.skipIf(!canMount)('a full disk (needs root and mount)', () => {
  it('is told as one, and the same key once there is room does it once', async () => {
    const site = await onSmallDisk(8192)
    const free = fill(site.disk)
    const refused = await steward(create('Ada', 'k1'), site)
    expect(refused.exit).toBe(8)
    expect(errorOf(refused)).toMatchObject({ message: 'The disk is full.' })
    free()
    const { id } = await json(create('Ada', 'k1'), site)
    expect(await json(create('Ada', 'k1'), site)).toMatchObject({ id, replayed: true })
    expect(await json(['db', 'check'], site)).toMatchObject({ ok: true, log: { size: 2 } })
  }, 60_000)

  it('in the middle of an import leaves what was done, and the rest comes with the same file', async () => {
    const site = await onSmallDisk(1792)
    const people = Array.from({ length: 2000 }, (_, at) => `Person ${at},e${at}`)
    const file = join(temporaryFolder(), 'people.csv')
    writeFileSync(file, ['name,externalId', ...people, ''].join('\n'))
    const words = ['consumers', 'import', file, '--json']
    const stuck = await steward(words, site)
    expect(stuck.exit).toBe(8)
    expect(stuck.stdout).toContain('The disk is full.')
    expect(stuck.stdout + stuck.stderr).not.toMatch(/^ +at /m)
    grow(site.disk, 65_536)
    expect(await json(words.slice(0, -1), site)).toMatchObject({ failed: [] })
    const { total } = await json(['consumers', 'list', '--count'], site)
    expect(total).toBe(people.length)
    expect(await json(['db', 'check'], site)).toMatchObject({ ok: true })
  }, 120_000)
})

describe.skipIf(!canBeReadOnly)('what can not be written to (needs mount, for root)', () => {
  it.each(['steward.db', '.'])(
    '%s: a write says so, and changes nothing',
    async what => {
      const site = await newOrganization('sqlite')
      const undo = readOnly(join(site.home, what))
      const refused = await steward(create('Ada', 'k1'), site)
      expect([refused.exit, errorOf(refused).message]).toEqual([
        8,
        expect.stringMatching(/can only be read|could not be opened/),
      ])
      undo()
      expect(await json(create('Ada', 'k1'), site)).toMatchObject({ name: 'Ada' })
      expect(await json(['db', 'check'], site)).toMatchObject({ ok: true, log: { size: 2 } })
    },
    60_000,
  )
})

describe.skipIf(!canInject)('a disk that fails while a change is being kept (needs strace)', () => {
  it('has an unknown outcome, and the same key does it exactly once', async () => {
    const site = await newOrganization('sqlite')
    const waits = isFull ? 8 : 3
    const exits = []
    for (let nth = 1; nth <= waits; nth++) {
      const ended = withBadSync(create(`P${nth}`, `k${nth}`), site, nth)
      exits.push(ended.exit)
      if (ended.exit !== 0) expect(errorOf(ended).code).toMatch(/outcome_unknown|unavailable/)
      expect(await json(create(`P${nth}`, `k${nth}`), site)).toMatchObject({ name: `P${nth}` })
    }
    expect(exits).toContain(10)
    const { total } = await json(['consumers', 'list', '--count'], site)
    expect(total).toBe(waits)
    expect(await json(['db', 'check'], site)).toMatchObject({ ok: true, log: { size: waits + 1 } })
  }, 120_000)
})

describe('a byte of the file that was flipped', () => {
  it('is found, wherever it matters, and never a bug of ours', async () => {
    const site = await newOrganization('sqlite')
    for (const name of ['Marguerite', 'Bartholomew']) await json(create(name, name), site)
    const whole = readFileSync(site.url)
    const positions = [
      0,
      100,
      whole.indexOf('Marguerite'),
      whole.lastIndexOf('Bartholomew'),
      ...spread(whole.length, isFull ? 60 : 2),
    ]
    for (const at of positions) {
      const changed = Buffer.from(whole)
      changed[at]! ^= 0x04
      writeFileSync(site.url, changed)
      const ended = await steward(['db', 'check', '--json'], site)
      expect([at, ended.stdout]).toEqual([at, expect.not.stringContaining('"internal"')])
      if (at < 200 || positions.indexOf(at) < 4) expect([at, ended.exit]).not.toEqual([at, 0])
    }
  }, 300_000)
})

const spread = (size: number, many: number) =>
  Array.from({ length: many }, (_, at) => Math.floor(((at + 0.5) * size) / many))
