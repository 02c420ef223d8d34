import { expect, it } from 'vitest'
import { createConsumer } from '../../src/services/consumers/create.ts'
import { checkDatabase } from '../../src/services/db/check.ts'
import { listEvents } from '../../src/services/events/list.ts'
import { verifyEvents } from '../../src/services/events/verify.ts'
import { whoami } from '../../src/services/me/whoami.ts'
import { failure, newHouse, onEveryEngine } from '../support/house.ts'
import { minutes, pass, signIn } from '../support/sign-in.ts'

onEveryEngine('a clock that is stepped back and forth', engine => {
  it('leaves the order of the log as it was written', async () => {
    const house = await newHouse(engine)
    const steps = [0, 90, -200, 50, -1, 1000, -3000]
    for (const [at, step] of steps.entries()) {
      pass(house, minutes(step))
      await house.run(createConsumer, { name: `P${at}` })
    }
    const { data } = await house.ask(listEvents, { limit: 50 })
    const sequences = data.map(({ sequence }: { sequence: number }) => sequence)
    expect(sequences).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true, size: 8 })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })

  it.each([
    ['lay idle for too long', minutes(24 * 60)],
    ['has run out', minutes(60 * 24 * 60)],
  ])('revives no sign-in that was seen when it %s', async (_, later) => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    expect(await house.ask(whoami, {}, call)).toMatchObject({ session: { endedAt: null } })
    const over = { code: 'not_signed_in' }
    pass(house, later)
    expect(await failure(house.run(whoami, {}, call))).toMatchObject(over)
    pass(house, -later)
    expect(await failure(house.run(whoami, {}, call))).toMatchObject(over)
    expect((await signIn(house)).token).toBeTruthy()
  })
})
