import { operation } from '../world.ts'
import { updateAccount } from './queries.ts'
import { getTemplate, switched, Template, template, templateRecord } from './templates.ts'

export const enableTemplate = operation({
  name: 'accounts.templates-enable',
  summary: 'Let accounts be copied from a template.',
  effect: 'write',
  confirm: true,
  input: { template },
  output: Template,
  async run({ store }, { template }) {
    const found = await getTemplate(store, template)
    return templateRecord(store, await updateAccount(store, found, switched(found, true)))
  },
})
