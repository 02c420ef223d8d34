/** A provider as a page of a terminal. */
import type { Provider } from '../../services/providers/record.ts'
import type { Beneath } from '../../services/providers/rules.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { type Action, actionSections } from './actions.ts'
import { instant } from './instant.ts'

const colourOf = { active: 'green', disabled: 'red', deleted: 'grey' } as const

export const providerSections = (
  value: Provider & { beneath?: Beneath; actions?: Action[] },
  terminal: Terminal,
): Section[] => {
  const { status, beneath } = value
  const standing: Section['fields'] = [
    ['name', value.name],
    ['id', value.id, { keep: true }],
    ['reference', value.reference],
    ['status', status, { colour: colourOf[status] }],
  ]
  if (value.statusReason) standing.push(['reason', value.statusReason])
  if (value.disabledAt) standing.push(['disabled', instant(value.disabledAt, terminal)])
  if (value.deletedAt) standing.push(['deleted', instant(value.deletedAt, terminal)])
  if (value.isDefault) standing.push(['default', 'whatever names no provider is its own'])
  const sections: Section[] = [
    { fields: standing },
    {
      fields: [
        ['email', value.email],
        ['country', value.country],
        ['created', instant(value.createdAt, terminal)],
      ],
    },
  ]
  if (beneath) sections.push({ title: titleOf(value), fields: Object.entries(beneath) })
  return [...sections, ...actionSections(value.actions)]
}

const titleOf = ({ status, isDefault }: Provider): string => {
  if (status === 'disabled') return 'Stopped by it'
  return status === 'active' && !isDefault ? 'Disabling it stops' : 'Beneath it'
}

export const providerStatsSections = ({
  total,
  byStatus,
}: {
  total: number
  byStatus: Record<string, number>
}): Section[] => [{ fields: [['all', total], ...Object.entries(byStatus)] }]
