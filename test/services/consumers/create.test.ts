import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('consumers.create', engine => {
  it('shows a password exactly once', async () => {
    const house = await newHouse(engine)
    const input = { name: 'Ada', email: 'Ada@example.org' }
    const first = await house.run(createConsumer, input, { idempotencyKey: 'k1' })
    const second = await house.run(createConsumer, input, { idempotencyKey: 'k1' })
    expect(first.value).toMatchObject({ password: expect.stringMatching(/^.{5}-.{5}-.{5}-.{5}$/) })
    expect(second).toMatchObject({
      replayed: true,
      value: { ...(first.value as object), password: null },
    })
    expect(await house.ask(showConsumer, { consumer: 'ada@example.org' })).not.toHaveProperty(
      'password',
    )
  })

  it('refuses an email that someone living has', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    const refused = await failure(
      house.run(createConsumer, { name: 'Eve', email: 'ADA@example.org' }),
    )
    expect(refused).toMatchObject({ code: 'conflict', field: 'email', details: { id } })
  })
})
