import { operation } from '../world.ts'
import { getTemplate, removeTemplate, Template, template, templateRecord } from './templates.ts'

export const deleteTemplate = operation({
  name: 'accounts.templates-delete',
  summary: 'Delete a template. Accounts that were copied from it stay as they are.',
  effect: 'destroy',
  input: { template },
  output: Template,
  async run({ store }, { template }) {
    const found = await getTemplate(store, template)
    const record = await templateRecord(store, found)
    await removeTemplate(store, found)
    return record
  },
})
