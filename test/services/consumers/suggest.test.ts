import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { suggestConsumers } from '../../../src/services/consumers/suggest.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('consumers.suggest', engine => {
  it('finds ids, emails, phones and external ids by how they begin', async () => {
    const house = await newHouse(engine)
    const ada = {
      name: 'Ada',
      email: 'Ada@example.org',
      phone: '+255712345678',
      externalId: 'crm-1',
    }
    const { id } = await house.ask(createConsumer, ada)
    await house.ask(createConsumer, { name: 'Bob', email: 'bob@example.org' })
    const values = async (prefix: string) =>
      (await house.ask(suggestConsumers, { prefix })).data.map(
        ({ value }: { value: string }) => value,
      )
    expect(await values('ad')).toEqual(['ada@example.org'])
    expect(await values('+2557')).toEqual(['+255712345678'])
    expect(await values('crm')).toEqual(['crm-1'])
    expect(await values(id.slice(0, -1))).toContain(id)
    expect(await values('zz')).toEqual([])
    expect((await house.ask(suggestConsumers, { prefix: 'con_', limit: 1 })).data).toHaveLength(1)
  })
})
