import { expect, it } from 'vitest'
import { scopeWithin } from '../../../src/kernel/context.ts'
import { initOrganization } from '../../../src/services/organization/init.ts'
import { catalogue } from '../../../src/services/settings/catalogue.ts'
import { resetToDefault } from '../../../src/services/settings/reset.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { showSettings } from '../../../src/services/settings/show.ts'
import { nowhere } from '../../../src/store/store.ts'
import { eventsTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const limit = 'consumers.projectLimit'

/** Everything in the log but init's own event. */
const eventsOf = async ({ host }: House) => {
  const table = host.store.table(eventsTable)
  const rows = await host.store.read(
    scopeWithin({ provider: 1, providerId: '' }, nowhere.organization),
    tx => tx.db.select().from(table).orderBy(table.sequence),
  )
  return rows.filter(({ type }) => type !== initOrganization.name)
}

onEveryEngine('settings', engine => {
  it('shows all of the catalogue in the shape of a list, typed', async () => {
    const house = await newHouse(engine)
    const page = await house.ask(showSettings)
    expect(page).toMatchObject({ hasMore: false, nextCursor: null, total: catalogue.length })
    expect(page.data.map((one: { key: string }) => one.key)).toEqual(catalogue.map(one => one.key))
    expect(await house.ask(showSettings, { key: limit })).toEqual({
      key: limit,
      value: 10,
      default: 10,
      origin: 'default',
      type: 'integer',
      unit: 'projects',
      about: 'How many projects a consumer may own unless set for the person.',
    })
  })

  it('names the site like the organisation until told otherwise', async () => {
    const house = await newHouse(engine)
    const shown = await house.ask(showSettings, { key: 'siteName' })
    expect(shown).toMatchObject({ value: 'Acme', default: 'Acme', origin: 'default' })
  })

  it('keeps a number as a number, and its event says from what to what', async () => {
    const house = await newHouse(engine)
    const { value, changes } = await house.run(setSetting, { key: limit, value: '25' })
    expect(value).toMatchObject({ value: 25, default: 10, origin: 'provider' })
    expect(changes).toMatchObject([
      { subject: { id: limit, topic: 'settings' }, before: { value: 10 }, after: { value: 25 } },
    ])
    const again = await house.run(setSetting, { key: limit, value: 30 })
    expect(again.changes).toMatchObject([{ before: { value: 25 }, after: { value: 30 } }])
    expect(await house.ask(showSettings, { key: limit })).toMatchObject({ value: 30 })
    expect(await eventsOf(house)).toMatchObject([
      { type: 'settings.set', subject: limit },
      { type: 'settings.set', subject: limit },
    ])
  })

  it('changes nothing and records nothing when the value is in force already', async () => {
    const house = await newHouse(engine)
    const standard = await house.run(setSetting, { key: limit, value: '10' })
    expect(standard).toMatchObject({ changes: [], value: { origin: 'default' } })
    await house.run(setSetting, { key: limit, value: '25' })
    const repeated = await house.run(setSetting, { key: limit, value: '25' })
    expect(repeated.changes).toEqual([])
    expect(await eventsOf(house)).toHaveLength(1)
  })

  it('goes back to the default by a reset, or by being set to it', async () => {
    const house = await newHouse(engine)
    for (const back of [
      () => house.run(resetToDefault, { key: limit }),
      () => house.run(setSetting, { key: limit, value: '10' }),
    ]) {
      await house.run(setSetting, { key: limit, value: '25' })
      expect(await back()).toMatchObject({
        changes: [{ before: { value: 25 }, after: { value: 10 } }],
        value: { value: 10, origin: 'default' },
      })
    }
    expect((await house.run(resetToDefault, { key: limit })).changes).toEqual([])
  })

  it('refuses what the setting does not take, naming its key and what is allowed', async () => {
    const house = await newHouse(engine)
    const refusals: [key: string, value: unknown, message: string][] = [
      [limit, '-1', `${limit} must be 0 to 100000.`],
      [limit, 'many', `${limit} must be a whole number.`],
      [limit, ['1'], `${limit} must be a whole number.`],
      ['siteName', '', 'siteName must not be empty.'],
      ['siteName', 'A\r\nBcc: b', 'siteName must be a single line.'],
      ['siteName', 7, 'siteName must be text.'],
      [
        'platform.url',
        'app.example.org',
        'platform.url must be a web address without ? and #, such as https://app.example.org.',
      ],
    ]
    for (const [key, value, message] of refusals) {
      const refused = await failure(house.run(setSetting, { key, value }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: key, message })
    }
    expect(await eventsOf(house)).toEqual([])
  })

  it('suggests the nearest key for one that there is not, whatever is done with it', async () => {
    const house = await newHouse(engine)
    const hint = expect.stringMatching(/^Did you mean platform\.url\?/)
    for (const [operation, more] of [
      [showSettings, {}],
      [setSetting, { value: '1' }],
      [resetToDefault, {}],
    ] as const) {
      const refused = await failure(house.run(operation, { key: 'platform.ulr', ...more }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'key', hint })
    }
  })

  it('shows on a dry run what would change, and changes nothing', async () => {
    const house = await newHouse(engine)
    const dry = await house.run(setSetting, { key: limit, value: '25' }, { dryRun: true })
    expect(dry).toMatchObject({ dryRun: true, changes: [{ after: { value: 25 } }] })
    expect(await house.ask(showSettings, { key: limit })).toMatchObject({ value: 10 })
  })

  it('lets changes at the same time happen one after the other', async () => {
    const house = await newHouse(engine)
    const values = [11, 12, 13, 14]
    await Promise.all(values.map(value => house.run(setSetting, { key: limit, value })))
    const { value } = await house.ask(showSettings, { key: limit })
    expect(values).toContain(value)
    expect(await eventsOf(house)).toHaveLength(4)
  })
})
