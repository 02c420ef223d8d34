/** Whoever reaches several providers: every record stays with its own, in every respect. */
import { beforeEach, expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { remindDocuments } from '../../../src/services/consumers/documents-remind.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { mergeConsumers } from '../../../src/services/consumers/merge.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { claimReview } from '../../../src/services/consumers/review-claim.ts'
import { listReviews } from '../../../src/services/consumers/review-list.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { suggestConsumers } from '../../../src/services/consumers/suggest.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { tagConsumer } from '../../../src/services/consumers/tag.ts'
import { documentsTable } from '../../../src/services/documents/table.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { proveEvent } from '../../../src/services/events/prove.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { listMessages } from '../../../src/services/messages/list.ts'
import { showRun } from '../../../src/services/runs/show.ts'
import { nowhere } from '../../../src/store/store.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { dump } from '../../support/people.ts'
import { account, provider as north, subAccount } from './askers.ts'
import { type City, equipmentOf, foundCity, markOf, type Place, places } from './city.ts'

const home: Place = { p: 0, a: 9, s: 9 }

onEveryEngine('across providers', engine => {
  let city: City
  const ask = (...[operation, raw, call]: Parameters<City['house']['ask']>) =>
    city.house.ask(operation, raw, call)
  const id = (place: Place, name: string) => `con_01${'0'.repeat(16)}${markOf(place)}0${name}`
  const within = (place: Place) => ({
    provider: place.p === 0 ? 'default' : `prv-${markOf(equipmentOf(place))}`,
  })

  beforeEach(async () => {
    city = await foundCity(await newHouse(engine))
    await city.build([...places({ p: 0, a: 0, s: 9 }), home, north, account, subAccount])
  })

  it.each(['createdAt', '-createdAt', 'name', '-name'])(
    'a list sorted by %s is one',
    async sort => {
      const whole = await ask(listConsumers, { sort, limit: 500 })
      expect(whole.data).toHaveLength(16)
      const paged = []
      for (let cursor: string | undefined; ; ) {
        const page = await ask(listConsumers, { sort, limit: 3, cursor })
        expect(page.total).toBe(16)
        paged.push(...page.data)
        if (!page.hasMore) break
        cursor = page.nextCursor
      }
      expect(paged).toEqual(whole.data)
      const { data } = await ask(suggestConsumers, { prefix: 'ada' })
      expect(data).toHaveLength(16)
    },
  )

  it('an address that people of two have is a conflict that lists them, until one is named', async () => {
    const email = `ada-${markOf(home)}@example.org`
    const made = await ask(createConsumer, { name: 'Ada', email }, within(north))
    expect(await failure(ask(showConsumer, { consumer: email }))).toMatchObject({
      code: 'conflict',
      details: { ids: expect.arrayContaining([made.id, id(home, '0')]) },
    })
    expect(await ask(showConsumer, { consumer: email }, within(north))).toMatchObject({
      id: made.id,
    })
    const others = { consumer: made.id, duplicate: id(home, '1') }
    expect(await failure(ask(mergeConsumers, others))).toMatchObject({ code: 'conflict' })
  })

  it('what is taken by somebody out of reach is told, and not by whom', async () => {
    const { key } = city.actors.get(markOf(account))!
    const email = `ada-${markOf(north)}@example.org`
    const refused = await failure(ask(editConsumer, { consumer: id(account, '0'), email }, key))
    expect(refused).toMatchObject({ code: 'conflict', field: 'email' })
    expect(JSON.stringify(refused)).not.toContain(id(north, '0'))
  })

  it('a claim, an event and its proof are the provider’s whose person it is', async () => {
    const consumer = id(north, '0')
    expect(await ask(claimReview, { consumer })).toMatchObject({ claimedBy: city.house.ownerId })
    const queue = (call = {}) => ask(listReviews, { filter: 'claimed=yes' }, call)
    expect((await queue()).data).toMatchObject([{ id: consumer }])
    expect((await queue(within(north))).data).toMatchObject([{ id: consumer }])
    const { data } = await ask(listEvents, { limit: 1 }, within(north))
    expect(data).toMatchObject([{ type: 'consumers.review-claim' }])
    expect(await ask(showEvent, { event: data[0].id })).toEqual(
      await ask(showEvent, { event: data[0].id }, within(north)),
    )
    const { leaf, checkpoint } = await ask(proveEvent, { event: data[0].id })
    expect(checkpoint).toContain(`/${leaf.provider}\n`)
  })

  it('a run tells each log of its own people, and each log verifies', async () => {
    const rows = [home, north].map(place => ({
      key: markOf(place),
      raw: { consumer: id(place, '1'), reason: 'chargeback' },
    }))
    for (const { error } of await city.house.runEach(suspendConsumer, rows))
      expect(error).toBeNull()
    for (const place of [home, north]) {
      const { data } = await ask(listEvents, { type: 'consumers.suspend' }, within(place))
      expect(data.map((one: { subject: { id: string } }) => one.subject.id)).toEqual([
        id(place, '1'),
      ])
      expect(await ask(verifyEvents, {}, within(place))).toMatchObject({ ok: true })
    }
  })

  it('a run is told in each log, and shown to those alone who reach as much', async () => {
    const pursue = async (places: readonly Place[], call = {}) => {
      const selectors = places.map(place => id(place, '1'))
      const bulk = await city.house.bulk(tagConsumer, call)
      const { targets } = await bulk.select(listConsumers, { selectors })
      const run = await bulk.begin({ input: { add: ['x'] }, targets, asked: { selectors } })
      for await (const { error } of run.each(run.rows())) expect(error).toBeNull()
      return run.run.id
    }
    const run = await pursue([home, north])
    expect((await ask(showRun, { run })).logs).toHaveLength(2)
    for (const place of [home, north]) {
      const { data } = await ask(listEvents, { run }, within(place))
      expect(data).toMatchObject([{ subject: { id: id(place, '1') } }])
    }
    const [wide, narrow] = [home, account].map(place => city.actors.get(markOf(place))!)
    const never = await failure(ask(showRun, { run: 'run_never' }))
    expect(await failure(ask(showRun, { run }, wide!.key))).toEqual(never)
    const mine = await pursue([account, subAccount], narrow!.session)
    expect(await ask(showRun, { run: mine }, narrow!.session)).toMatchObject({ succeeded: 2 })
    expect(await failure(ask(showRun, { run: mine }, narrow!.key))).toEqual(never)
  })

  it('a reminder is of the provider of its document', async () => {
    await city.house.host.store.write(nowhere, async tx => {
      const expiresOn = new Date('2026-03-03T00:00:00.000Z')
      await tx.db.update(tx.table(documentsTable)).set({ status: 'accepted', expiresOn })
      return { commit: true, value: undefined }
    })
    let queued = 0
    for (let more = true; more; ) {
      const done = await ask(remindDocuments)
      queued += done.queued
      more = done.more
    }
    expect(queued).toBe(16)
    const mails = (place: Place) =>
      ask(listMessages, { filter: 'template=consumer.document-expires' }, within(place))
    expect((await mails(home)).total).toBe(10)
    expect((await mails(north)).total).toBe(6)
  })

  it('who is erased is erased wherever an answer about them was kept', async () => {
    const consumer = id(north, '0')
    await ask(noteConsumer, { consumer, text: 'A note.' }, { idempotencyKey: 'once' })
    await ask(privacyErase, { consumer, reason: 'article 17' })
    expect(await dump(city.house)).not.toContain('A note.')
  })

  it('a narrower key is not given what a wider one was answered', async () => {
    const { session, key } = city.actors.get(markOf(account))!
    const once = { idempotencyKey: 'once' }
    const raw = { consumer: id(account, '0'), text: 'A note.' }
    expect(await ask(noteConsumer, raw, { ...session, ...once })).toBeTruthy()
    const mine = await city.house.run(noteConsumer, raw, { ...key, ...once })
    expect(mine.replayed).toBe(false)
    const { apiKey } = await ask(createKey, { name: 'here', everyProvider: false })
    const theirs = { consumer: id(north, '0'), text: 'A note.' }
    await ask(noteConsumer, theirs, once)
    const here = { credential: { kind: 'apiKey' as const, key: apiKey }, ...once }
    expect(await failure(ask(noteConsumer, theirs, here))).toMatchObject({ code: 'not_found' })
  })

  it('a cursor of somebody who reaches more is refused as one that never was', async () => {
    const { nextCursor: cursor } = await ask(listConsumers, { limit: 1 })
    const refusals = [cursor, 'never'].map(cursor =>
      failure(ask(listConsumers, { limit: 1, cursor }, within(north))),
    )
    const [one, other] = await Promise.all(refusals)
    expect(one).toEqual(other)
    expect(one).toMatchObject({ code: 'invalid_input', field: 'cursor' })
  })
})
