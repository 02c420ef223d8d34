/** What a custom role is given by. */
import { choice, list, ref, text } from '../../kernel/fields.ts'
import { levels } from '../../kernel/permission.ts'
import { type BaseRole, baseRoles } from './base.ts'

export const role = ref('roles', 'The role: its name or id.')

export const base = choice({
  about: 'The role that it derives from, and never allows more than.',
  of: Object.keys(baseRoles) as [BaseRole, ...BaseRole[]],
})

export const name = text({ about: 'What it is called; unique in its provider.', max: 60 })

export const description = text({ about: 'What it is for.', max: 300 })

/** No custom role reaches every provider. */
const [, ...narrower] = levels
export const level = choice({
  about: 'How far whoever has it can ever reach: what lies beyond they can never do.',
  of: narrower,
})

export const permissions = list(
  text({
    about:
      'What it is narrowed to: consumers:suspend, consumers:*, *:list, @read. All of the base without it.',
    max: 80,
  }),
  { max: 500 },
)
