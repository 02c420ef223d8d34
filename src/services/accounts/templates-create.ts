import { grantFeatures } from '../features/granting.ts'
import { operation } from '../world.ts'
import { storedCompany } from './company.ts'
import { colourTags, labelsIn } from './labels.ts'
import { insertAccount } from './queries.ts'
import {
  fix,
  refuseUnset,
  Template,
  templateName,
  templateRecord,
  templateReference,
  valueFields,
  valuesOf,
} from './templates.ts'
import { lockTree } from './tree.ts'

export const createTemplate = operation({
  name: 'accounts.templates-create',
  summary: 'Add a template to copy accounts from, disabled until it is enabled.',
  effect: 'write',
  input: { name: templateName, reference: templateReference, ...valueFields, fix },
  output: Template,
  check({ tags, features: _, seats: __, fix: ___, ...company }) {
    labelsIn(tags, 'tags')
    storedCompany(company)
  },
  async run(world, { tags, seats = null, features = [], fix = [], ...company }) {
    const { store, now, ids } = world
    await lockTree(store)
    const labels = labelsIn(tags, 'tags')
    await colourTags(world, labels)
    const row = await insertAccount(
      store,
      {
        ...{ ...storedCompany(company), name: company.name },
        ...{ id: ids.make('acc'), email: '', emailKey: '', status: 'template', createdAt: now },
        ...{ tags: labels.map(({ tag }) => tag), seats, fixedValues: fix },
      },
      null,
    )
    await grantFeatures(store, row, features)
    refuseUnset(fix, await valuesOf(store, row))
    return templateRecord(store, row)
  },
})
