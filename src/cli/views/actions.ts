/** The end of a record: what can be done to it now, what can't, and why. */
import type { Action } from '../../services/roles/actions.ts'
import type { Section } from '../output/record.ts'

export type { Action } from '../../services/roles/actions.ts'

/** Operations by their verbs: whose record it is says the rest. */
const verbOf = ({ operation }: Action): string => operation.slice(operation.indexOf('.') + 1)

export const actionSections = (actions: readonly Action[] = []): Section[] => {
  const open = actions.filter(one => one.allowed).map(verbOf)
  const closed = actions.filter(one => !one.allowed)
  const sections: Section[] = []
  if (open.length > 0) sections.push({ fields: [['you can', open]] })
  if (closed.length === 0) return sections
  return [
    ...sections,
    { title: 'You can not', fields: closed.map(one => [verbOf(one), one.because]) },
  ]
}
