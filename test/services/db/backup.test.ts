import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { backUpDatabase } from '../../../src/services/db/backup.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { backUp } from '../../../src/store/backup.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { openEngine } from '../../../src/store/store.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

/** Backups of which none begins to write before each has looked whether its name is free. */
const together = (house: House, many: number, meanwhile = () => {}) => {
  const { engine } = house.host.store
  const { promise: allLooked, resolve: go } = Promise.withResolvers<void>()
  let looked = 0
  const held: Engine = {
    ...engine,
    async backup(file) {
      if (++looked === many) go()
      await allLooked
      meanwhile()
      await engine.backup(file)
    },
  }
  const plan = { databaseUrl: house.url, home: house.home, at: house.clock.now }
  return Array.from(
    { length: many },
    () => (target: string | undefined) => backUp(held, { ...plan, target }),
  )
}

describe('db.backup', () => {
  it('copies everything into a file that only its owner can read, and is recorded', async () => {
    const house = await newHouse('sqlite')
    await house.run(createConsumer, { name: 'Ada' })
    const file = join(house.home, 'copy.db')
    const made = await house.ask(backUpDatabase, { file })
    expect(made).toMatchObject({ file, logSize: 2, bytes: statSync(file).size })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const copy = await openEngine(file)
    const [row] = await copy.reading(({ rows }) => rows('select count(*) as n from consumers'))
    await copy.close()
    expect(row).toEqual({ n: 1 })
    const { data } = await house.ask(listEvents, { filter: 'type=db.backup' })
    expect(data).toHaveLength(1)
  })

  it('never overwrites', async () => {
    const house = await newHouse('sqlite')
    const file = join(house.home, 'kept.db')
    writeFileSync(file, 'mine')
    expect(await failure(house.run(backUpDatabase, { file }))).toMatchObject({ code: 'conflict' })
  })

  it('never overwrites what another writes at the same time, and leaves it whole', async () => {
    const house = await newHouse('sqlite')
    const file = join(house.home, 'one.db')
    const made = await Promise.allSettled(together(house, 3).map(backUp => backUp(file)))
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    const kept = await openEngine(file)
    expect(await kept.integrity()).toEqual([])
    await kept.close()
    expect(readdirSync(house.home).filter(name => name.startsWith('.'))).toEqual([])
  })

  it('removes no file that came to have the name meanwhile', async () => {
    const house = await newHouse('sqlite')
    const file = join(house.home, 'one.db')
    const [backUp] = together(house, 1, () => writeFileSync(file, 'mine'))
    expect(await failure(backUp!(file))).toMatchObject({ code: 'conflict' })
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it('gives each of several at one moment a name of its own', async () => {
    const house = await newHouse('sqlite')
    const made = await Promise.all(together(house, 3).map(backUp => backUp(undefined)))
    expect(new Set(made.map(one => one.file)).size).toBe(3)
  })

  it('names a file of its own in the backups folder', async () => {
    const house = await newHouse('sqlite')
    const made = await house.ask(backUpDatabase)
    expect(made.file).toBe(join(house.home, 'backups', 'steward-20260301T120000000Z.db'))
  })

  it('makes no folder for a file that was named: a disk that is not mounted takes no backup', async () => {
    const house = await newHouse('sqlite')
    const file = join(house.home, 'not', 'mounted', 'copy.db')
    const refused = await failure(house.run(backUpDatabase, { file }))
    expect(refused).toMatchObject({ code: 'unavailable' })
    expect(readdirSync(house.home)).not.toContain('not')
  })

  it('makes no file on a dry run', async () => {
    const house = await newHouse('sqlite')
    const file = join(house.home, 'none.db')
    expect(await house.ask(backUpDatabase, { file }, { dryRun: true })).toMatchObject({
      file: null,
    })
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined()
  })
})

onEveryEngine('db.backup that can not be made', engine => {
  it('says why and leaves no file', async () => {
    const house = await newHouse(engine)
    const folder = join(house.home, 'file')
    writeFileSync(folder, '')
    const file = join(folder, 'copy')
    expect(await failure(house.run(backUpDatabase, { file }))).toMatchObject({
      code: 'unavailable',
    })
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined()
  })
})
