import { expect, it } from 'vitest'
import { listNameOf, targetOf, targetTopic } from '../../src/kernel/selection.ts'
import { catalogue } from '../../src/services/catalogue.ts'

const target = async (name: keyof typeof catalogue) => targetOf(await catalogue[name]())

it('a write that selects one record can be done to many', async () => {
  expect(await target('consumers.suspend')).toBe('consumer')
  expect(await target('consumers.note')).toBe('consumer')
  expect(await target('consumers.documents-accept')).toBe('document')
  expect(await target('keys.revoke')).toBe('key')
})

it('what reads, shows or takes a secret, takes a file, selects two, or says so is not', async () => {
  const single = [
    ...['consumers.show', 'consumers.create', 'consumers.set-password', 'consumers.merge'],
    ...['consumers.documents-add', 'sessions.revoke', 'outbox.release', 'outbox.deliver'],
    ...['consumers.privacy-erase', 'keys.create', 'settings.set'],
  ] as (keyof typeof catalogue)[]
  for (const name of single) expect([name, await target(name)]).toEqual([name, null])
})

it('whatever can be done to many has a list that filters', async () => {
  for (const load of Object.values(catalogue)) {
    const operation = await load()
    if (targetOf(operation) === null) continue
    const list = listNameOf(targetTopic(operation)) as keyof typeof catalogue
    expect([operation.name, !!(await catalogue[list]()).input.filter]).toEqual([
      operation.name,
      true,
    ])
  }
})
