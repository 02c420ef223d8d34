import { expect, it } from 'vitest'
import { listSignIns } from '../../../src/services/events/sign-ins.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { login, minutes, nobody, owner, pass, signIn } from '../../support/sign-in.ts'

onEveryEngine('events.sign-ins', engine => {
  it('tells of who came in and who was not let in, by person, device and machine', async () => {
    const house = await newHouse(engine)
    await signIn(house)
    pass(house, minutes(10))
    const wrong = { ...login, password: 'wrong wrong wrong', host: 'elsewhere' }
    await failure(house.run(createSession, wrong, nobody))
    await failure(house.run(createSession, { ...wrong, email: 'no@acme.test' }, nobody))
    const { data, total } = await house.ask(listSignIns)
    expect(total).toBe(3)
    expect(data).toMatchObject([
      { status: 'refused', person: null, tried: 'n…@acme.test', host: 'elsewhere' },
      {
        status: 'refused',
        person: { id: house.ownerId, email: owner },
        because: 'The email or the password is not right.',
        device: login.device,
      },
      { status: 'succeeded', because: null, person: { email: owner }, host: login.host },
    ])
    const counted = async (raw: Record<string, unknown>) =>
      (await house.ask(listSignIns, raw)).total
    expect(await counted({ person: owner })).toBe(2)
    expect(await counted({ person: house.ownerId, status: 'succeeded' })).toBe(1)
    expect(await counted({ filter: 'host=elsewhere' })).toBe(2)
    expect(await counted({ filter: `device="${login.device}"` })).toBe(3)
    expect(await counted({ filter: 'host!=elsewhere' })).toBe(1)
    expect(await counted({ from: '-5m' })).toBe(2)
    expect(await counted({ to: '-5m' })).toBe(1)
    expect(JSON.stringify(data)).not.toContain('no@acme.test')
    const page = await house.ask(listSignIns, { limit: 2 })
    const rest = await house.ask(listSignIns, { limit: 2, cursor: page.nextCursor })
    expect([...page.data, ...rest.data]).toEqual(data)
    expect(await failure(house.ask(listSignIns, { person: 'nobody@x.test' }))).toMatchObject({
      code: 'not_found',
    })
  })
})
