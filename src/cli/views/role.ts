/** Roles on a terminal: what each allows is told topic by topic, not as one long line. */
import type { Role } from '../../services/roles/record.ts'
import type { Section } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import type { Column } from '../output/table.ts'
import { type Action, actionSections } from './actions.ts'
import { byTopic } from './permissions.ts'

export const roleColumns: readonly Column[] = [
  { key: 'name', title: 'role', priority: 0, min: 14 },
  {
    key: 'base',
    title: 'derives from',
    priority: 2,
    format: (base, { kind }) => derived(base, kind),
  },
  { key: 'level', title: 'level', priority: 0 },
  { key: 'allows', title: 'allows', priority: 1 },
  { key: 'people', title: 'people', priority: 1 },
  { key: 'keys', title: 'keys', priority: 1 },
  { key: 'description', title: 'what it is for', priority: 3, min: 24 },
  { key: 'id', title: 'id', priority: 4, keep: true },
]

const derived = (base: unknown, kind: unknown): string => (kind === 'base' ? '' : String(base))

type Shown = Role & { allowed?: string[]; actions?: Action[] }

export const roleSections = ({ allowed, actions, ...role }: Shown): Section[] => {
  const fields: Section['fields'] = [
    ['role', role.name],
    ['id', role.id, { keep: true }],
  ]
  if (role.kind === 'custom') fields.push(['derives from', role.base], ['provider', role.provider])
  fields.push(['level', role.level], ['what it is for', role.description])
  fields.push(['people', role.people], ['keys', role.keys])
  const sections: Section[] = [{ fields }]
  if (allowed) sections.push({ title: 'Allows', fields: byTopic(allowed) })
  else
    sections.push({
      fields: [
        ['narrowed to', role.permissions],
        ['allows', role.allows],
      ],
    })
  return [...sections, ...actionSections(actions)]
}

/** A role is changed for everybody who has it. */
export const changedQuestion = ({ name, people, keys }: Role): string =>
  `Change ${visible(name)} for all who have it (people: ${people}, keys: ${keys})?`

type Side = { id: string; name: string; level: string }
type Compared = {
  one: Side
  other: Side
  onlyOne: string[]
  onlyOther: string[]
  both: number
}

export const comparedSections = (compared: Compared): Section[] => {
  const { one, other, onlyOne, onlyOther, both } = compared
  const isSame = one.id === other.id
  const sides = isSame ? [one] : [one, other]
  return [
    { fields: [['both allow', both], ...sides.map(levelField)] },
    { title: `Only ${one.name}`, fields: byTopic(onlyOne) },
    { title: `Only ${other.name}`, fields: byTopic(onlyOther) },
    { fields: isSame ? [['', 'They are the same role.']] : [] },
  ]
}

const levelField = ({ name, level }: Side): Section['fields'][number] => [`level of ${name}`, level]
