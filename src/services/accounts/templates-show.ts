import { operation } from '../world.ts'
import { readTemplate, Template, template, templateRecord } from './templates.ts'

export const showTemplate = operation({
  name: 'accounts.templates-show',
  summary: 'One template: its values, and which of them accounts may not have otherwise.',
  effect: 'read',
  level: 'account',
  input: { template },
  output: Template,
  async run({ store }, { template }) {
    return templateRecord(store, await readTemplate(store, template))
  },
})
