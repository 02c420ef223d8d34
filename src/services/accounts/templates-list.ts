import { pageOfFew } from '../../kernel/few.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf } from '../../kernel/page.ts'
import { operation } from '../world.ts'
import { everyTemplate, Template, templateRecord, templatesNamed } from './templates.ts'

const filters = {
  name: { kind: 'text' },
  reference: { kind: 'text', nullable: true },
  enabled: { kind: 'flag' },
  accounts: { kind: 'number' },
} satisfies FilterFields

const sorts = {
  name: ({ name }: Template) => name,
  accounts: ({ accounts }: Template) => accounts,
  created: ({ createdAt }: Template) => createdAt,
}

export const listTemplates = operation({
  name: 'accounts.templates-list',
  summary: 'What new accounts can be copied from, by name.',
  effect: 'read',
  level: 'account',
  input: listFields({ filters, sorts: Object.keys(sorts), search: 'name and reference' }),
  output: pageOf(Template),
  pick: { named: ({ store }, selectors) => templatesNamed(store, selectors) },
  async run({ store, now }, input) {
    const all: Template[] = []
    for (const row of await everyTemplate(store)) all.push(await templateRecord(store, row))
    const cursorKey = cursorKeyOf(store.scope)
    const list = {
      ...{ cursors: 'templates', filters, sorts, defaultSort: 'name' },
      id: ({ id }: Template) => id,
      texts: ({ name, reference }: Template) => [name, reference],
    }
    return pageOfFew(all, list, input, { now, cursorKey })
  },
})
