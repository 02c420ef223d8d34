import { beforeEach, expect, it } from 'vitest'
import { scopeWithin } from '../../../src/kernel/context.ts'
import { approveConsumer } from '../../../src/services/consumers/approve.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { acceptDocument } from '../../../src/services/consumers/documents-accept.ts'
import { claimReview } from '../../../src/services/consumers/review-claim.ts'
import { listReviews } from '../../../src/services/consumers/review-list.ts'
import { nextReview } from '../../../src/services/consumers/review-next.ts'
import { releaseReview } from '../../../src/services/consumers/review-release.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { reviewClaimsTable } from '../../../src/services/documents/table.ts'
import { addTo } from '../../support/documents.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('the review queue', engine => {
  let house: House
  const minutes = (count: number) => {
    house.clock.now = new Date(house.clock.now.getTime() + count * 60_000)
  }
  const add = async (name: string, status: string) => {
    minutes(60)
    const email = `${name.toLowerCase()}@example.org`
    const { id } = await house.ask(createConsumer, { name, email, status })
    return id as string
  }
  const namesOf = async (input = {}) =>
    (await house.ask(listReviews, input)).data.map(({ name }: { name: string }) => name)
  const next = async () => (await house.ask(nextReview)).review?.name ?? null

  beforeEach(async () => {
    house = await newHouse(engine)
    await add('Ada', 'active')
    await add('Bob', 'pending')
    await add('Cem', 'pending')
    await add('Dora', 'active')
    minutes(60)
    await addTo(house, 'ada@example.org')
    minutes(60)
    await addTo(house, 'bob@example.org')
  })

  it('has who waits for approval or has a document that waits, the oldest first, with their age', async () => {
    const { data, total } = await house.ask(listReviews)
    expect(total).toBe(3)
    expect(data).toMatchObject([
      { name: 'Bob', waitsFor: ['approval', 'documents'], ageHours: 4, documents: { waiting: 1 } },
      { name: 'Cem', waitsFor: ['approval'], ageHours: 3, documents: { waiting: 0 } },
      { name: 'Ada', waitsFor: ['documents'], ageHours: 1, claimedBy: null },
    ])
    expect(await namesOf({ filter: 'status=pending', sort: '-since' })).toEqual(['Cem', 'Bob'])
    const page = await house.ask(listReviews, { limit: 2 })
    expect(await namesOf({ limit: 2, cursor: page.nextCursor })).toEqual(['Ada'])
  })

  it('gives each of them to one reviewer, and then nobody', async () => {
    expect(await next()).toBe('Bob')
    expect(await namesOf({ filter: 'claimed=yes' })).toEqual(['Bob'])
    expect(await namesOf({ filter: 'claimed=no' })).toEqual(['Cem', 'Ada'])
    expect([await next(), await next()]).toEqual(['Cem', 'Ada'])
    expect(await house.ask(nextReview)).toEqual({ review: null, left: 0 })
  })

  it('gives them again when the lease has run out or was let go of', async () => {
    expect(await next()).toBe('Bob')
    minutes(29)
    expect(await next()).toBe('Cem')
    minutes(1)
    expect(await next()).toBe('Bob')
    await house.ask(releaseReview, { consumer: 'cem@example.org' })
    expect(await next()).toBe('Cem')
    const twice = async () => house.ask(releaseReview, { consumer: 'ada@example.org' })
    expect(await failure(twice())).toMatchObject({ code: 'illegal_state' })
  })

  it('lets whoever is named be claimed and prolonged, by one reviewer only', async () => {
    const consumer = 'ada@example.org'
    await house.ask(claimReview, { consumer })
    minutes(20)
    const { claimedUntil } = await house.ask(claimReview, { consumer, minutes: 60 })
    expect(claimedUntil).toBe(new Date(house.clock.now.getTime() + 3_600_000).toISOString())
    const scope = scopeWithin({ provider: 1, providerId: '' }, {} as never)
    await house.host.store.write(scope, async tx => {
      await tx.db.update(tx.table(reviewClaimsTable)).set({ person: 'sup_other' })
      return { commit: true, value: null }
    })
    expect(await failure(house.ask(claimReview, { consumer }))).toMatchObject({
      code: 'conflict',
      details: { by: 'sup_other' },
    })
    const nothing = house.ask(claimReview, { consumer: 'dora@example.org' })
    expect(await failure(nothing)).toMatchObject({ code: 'illegal_state' })
  })

  it('is left by who is decided on, and entered again by who is pending after a suspension', async () => {
    const { data } = await house.ask(listReviews, { search: 'bob' })
    await house.ask(approveConsumer, { consumer: data[0].id })
    expect(await namesOf()).toEqual(['Cem', 'Ada', 'Bob'])
    const until = new Date(house.clock.now.getTime() + 3_600_000).toISOString()
    await house.ask(suspendConsumer, { consumer: 'cem@example.org', reason: 'doubts', until })
    expect(await namesOf()).toEqual(['Ada', 'Bob'])
    minutes(61)
    expect(await namesOf()).toEqual(['Cem', 'Ada', 'Bob'])
  })

  it('claims nobody on a dry run', async () => {
    const { value } = await house.run(nextReview, {}, { dryRun: true })
    expect(value).toMatchObject({ review: { name: 'Bob' } })
    expect(await next()).toBe('Bob')
  })

  it('does not count what is decided', async () => {
    const { id } = await addTo(house, 'dora@example.org')
    expect(await namesOf()).toContain('Dora')
    await house.ask(acceptDocument, { document: id })
    expect(await namesOf()).not.toContain('Dora')
  })
})
