import { expect, it } from 'vitest'
import { myCompany } from '../../../src/services/me/company.ts'
import { editMe } from '../../../src/services/me/edit.ts'
import { showMe } from '../../../src/services/me/show.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { supervisorsTable } from '../../../src/services/team/table.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { bothVerified, owner, signIn } from '../../support/sign-in.ts'
import { lastEvent, scopeOf } from '../../support/trial.ts'

const steps = ({ checklist }: { checklist: { step: string; done: boolean }[] }) =>
  checklist.filter(({ done }) => !done).map(({ step }) => step)

onEveryEngine('a profile', engine => {
  it('starts with what is left to do, each with its command', async () => {
    const house = await newHouse(engine)
    const { call, id } = await signIn(house)
    const me = await house.ask(showMe, {}, call)
    expect(me).toMatchObject({
      account: { id: house.ownerId, email: owner, emailVerifiedAt: null, phone: null },
      identity: { firstName: null, lastName: null, country: null },
      password: { changedAt: house.clock.now.toISOString() },
      session: { id, current: true },
      company: null,
      verifications: { email: 'unverified', phone: 'missing' },
    })
    expect(steps(me)).toEqual(['name', 'email', 'phone'])
    for (const { command } of me.checklist) expect(command).toMatch(/^steward me /)
    await house.ask(editMe, { firstName: 'Grace', lastName: 'Okafor' }, call)
    await bothVerified(house)
    expect(steps(await house.ask(showMe, {}, call))).toEqual([])
  })

  it('is only for a person who has signed in', async () => {
    const house = await newHouse(engine)
    for (const operation of [showMe, editMe, myCompany]) {
      expect(await failure(house.run(operation))).toMatchObject({
        code: 'not_allowed',
        details: { needs: 'session' },
      })
    }
  })

  it('takes a name, a country as people write it, and a user name', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const input = { firstName: 'Grace', lastName: 'Okafor', country: 'tanzania', userName: 'Grace' }
    expect(await house.ask(editMe, input, call)).toMatchObject({
      account: { name: 'Grace Okafor', userName: 'Grace' },
      identity: { firstName: 'Grace', lastName: 'Okafor', country: 'TZ' },
    })
    expect(await house.ask(editMe, { lastName: '' }, call)).toMatchObject({
      account: { name: 'Grace' },
      identity: { lastName: null, country: 'TZ' },
    })
    await signIn(house, { email: 'GRACE' })
    const event = await lastEvent(house)
    expect(event.actor).toBe('anyone')
    expect(event.detail.subjects.map(({ id }) => id)).toContain(house.ownerId)
    expect(await failure(house.run(editMe, { country: 'Atlantis' }, call))).toMatchObject({
      field: 'country',
    })
    expect(await failure(house.run(editMe, { userName: 'a@b.example' }, call))).toMatchObject({
      field: 'userName',
    })
  })

  it('takes no user name that somebody else has, in whatever letters', async () => {
    const house = await newHouse(engine)
    const scope = await scopeOf(house)
    const other = {
      id: 'sup_other',
      name: 'Bob',
      email: 'bob@acme.test',
      emailKey: 'bob@acme.test',
    }
    const bob = { ...other, userName: 'bob', userNameKey: 'bob', role: 'owner' }
    await house.host.store.write(scope, async tx => {
      await tx.insert(supervisorsTable, { ...bob, status: 'active', createdAt: house.clock.now })
      return { commit: true, value: null }
    })
    const { call } = await signIn(house)
    expect(await failure(house.run(editMe, { userName: 'BOB' }, call))).toMatchObject({
      code: 'conflict',
      field: 'userName',
    })
  })

  it('keeps a company of which each part is changed or cleared alone', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const company = { name: 'Acme Ltd', city: 'Mwanza', country: 'TZA', state: null }
    await house.ask(myCompany, { name: 'Acme Ltd', city: 'Mwanza', country: 'TZA' }, call)
    expect(await house.ask(myCompany, { addressLine1: 'Station Rd 1' }, call)).toMatchObject({
      company: { ...company, country: 'TZ', addressLine1: 'Station Rd 1' },
    })
    const empty = { name: '', city: '', country: '', addressLine1: '' }
    expect(await house.ask(myCompany, empty, call)).toEqual({ company: null })
  })
})

onEveryEngine('me.whoami', engine => {
  it('says who is signed in, by which session or key, and where', async () => {
    const house = await newHouse(engine)
    const { call, id } = await signIn(house)
    const where = { organization: { name: 'Acme' }, provider: { name: 'Acme' } }
    const supervisor = { id: house.ownerId, email: owner, role: 'owner' }
    expect(await house.ask(whoami, {}, call)).toMatchObject({
      supervisor,
      key: null,
      session: { id },
      ...where,
    })
    expect(await house.ask(whoami)).toMatchObject({
      supervisor,
      key: { name: 'ci' },
      session: null,
      ...where,
    })
  })
})
