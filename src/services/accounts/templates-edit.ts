import { optional } from '../../kernel/fields.ts'
import { setFeatures } from '../features/granting.ts'
import { operation } from '../world.ts'
import { storedCompany } from './company.ts'
import { colourTags, labelsIn } from './labels.ts'
import { updateAccount } from './queries.ts'
import {
  fix,
  getTemplate,
  readTemplate,
  refuseUnset,
  Template,
  template,
  templateName,
  templateRecord,
  templateReference,
  valueFields,
  valuesOf,
} from './templates.ts'
import { lockTree } from './tree.ts'

export const editTemplate = operation({
  name: 'accounts.templates-edit',
  summary: 'Change a template. Accounts that were copied from it stay as they are.',
  effect: 'write',
  input: {
    template,
    name: optional(templateName),
    reference: templateReference,
    ...valueFields,
    fix,
  },
  output: Template,
  async run(world, { template, tags, seats, features, fix, ...company }) {
    const { store } = world
    const { id } = await readTemplate(store, template)
    await lockTree(store)
    const found = await getTemplate(store, id)
    const labels = labelsIn(tags, 'tags')
    await colourTags(world, labels)
    const row = await updateAccount(store, found, {
      ...{ ...storedCompany(company), name: company.name },
      ...(tags && { tags: labels.map(({ tag }) => tag) }),
      ...(seats !== undefined && { seats, additionalSeats: 0 }),
      ...(fix && { fixedValues: fix }),
    })
    if (features) await setFeatures(store, row, features)
    refuseUnset(row.fixedValues, await valuesOf(store, row))
    return templateRecord(store, row)
  },
})
