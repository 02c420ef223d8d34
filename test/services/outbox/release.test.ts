import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { resetPassword } from '../../../src/services/consumers/reset-password.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { releaseOutbox } from '../../../src/services/outbox/release.ts'
import { nowhere } from '../../../src/store/store.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

/** Two messages that a restore has held. */
const withHeld = async (
  engine: 'sqlite' | 'postgres',
): Promise<{ house: House; ids: string[] }> => {
  const house = await newHouse(engine)
  for (const name of ['ada', 'bob']) {
    const email = `${name}@example.org`
    await house.run(createConsumer, { name, email })
    await house.run(resetPassword, { consumer: email })
  }
  const ids = await house.host.store.write(nowhere, async tx => {
    const rows = await tx.rows<{ id: string }>(sql`update outbox set status = 'held' returning id`)
    return { commit: true, value: rows.map(row => row.id) }
  })
  return { house, ids: ids.sort() }
}

const held = (house: House): Promise<string[]> =>
  house.host.store.read(nowhere, async tx => {
    const query = sql`select id from outbox where status = 'held' order by id`
    return (await tx.rows<{ id: string }>(query)).map(row => row.id)
  })

onEveryEngine('outbox.release', engine => {
  it('lets everything go that is held, and is recorded with how many', async () => {
    const { house } = await withHeld(engine)
    expect(await house.ask(releaseOutbox)).toEqual({ released: 2 })
    expect(await held(house)).toEqual([])
    expect(await house.ask(listEvents, { filter: 'type=outbox.release' })).toMatchObject({
      total: 1,
    })
  })

  it('lets one go, by its id', async () => {
    const { house, ids } = await withHeld(engine)
    expect(await house.ask(releaseOutbox, { message: ids[0] })).toEqual({ released: 1 })
    expect(await held(house)).toEqual([ids[1]])
  })

  it('refuses a message that is not held, and one that is not there', async () => {
    const { house, ids } = await withHeld(engine)
    await house.run(releaseOutbox)
    expect(await failure(house.run(releaseOutbox, { message: ids[0] }))).toMatchObject({
      code: 'illegal_state',
    })
    expect(await failure(house.run(releaseOutbox, { message: 'msg_none' }))).toMatchObject({
      code: 'not_found',
    })
  })

  it('changes nothing on a dry run, and says what it would', async () => {
    const { house, ids } = await withHeld(engine)
    const { value, changes } = await house.run(releaseOutbox, {}, { dryRun: true })
    expect(value).toEqual({ released: 2 })
    expect(changes).toMatchObject([{ before: { held: 2 }, after: { held: 0, queued: 2 } }])
    expect(await held(house)).toEqual(ids)
  })

  it('leaves out what is past its time, all or one', async () => {
    const { house, ids } = await withHeld(engine)
    house.clock.now = new Date(house.clock.now.getTime() + 4 * 86_400_000)
    const dry = await house.run(releaseOutbox, {}, { dryRun: true })
    expect(dry).toMatchObject({ value: { released: 0 }, changes: [] })
    expect(await house.ask(releaseOutbox)).toEqual({ released: 0 })
    expect(await failure(house.run(releaseOutbox, { message: ids[0] }))).toMatchObject({
      code: 'illegal_state',
      message: expect.stringContaining('expired'),
    })
  })
})
