/** A template as a page of a terminal: each value, and whether accounts may have it otherwise. */
import type { Template } from '../../services/accounts/templates.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

const own = new Set([
  'id',
  'reference',
  'name',
  'enabled',
  'provider',
  'fixed',
  'accounts',
  'createdAt',
])

/** `timeZone` -> `time zone` */
const label = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

const isSet = (value: unknown): boolean =>
  value !== null && !(Array.isArray(value) && value.length === 0)

export const templateSections = (value: Template, terminal: Terminal): Section[] => [
  {
    fields: [
      ['name', value.name],
      ['id', value.id, { keep: true }],
      ['reference', value.reference],
      ['enabled', value.enabled, { colour: value.enabled ? 'green' : 'grey' }],
      ['copied to', `${value.accounts} ${value.accounts === 1 ? 'account' : 'accounts'}`],
      ['added', instant(value.createdAt, terminal)],
    ],
  },
  {
    title: 'What it is copied with',
    fields: Object.entries(value)
      .filter(([name, one]) => !own.has(name) && isSet(one))
      .map(([name, one]) => {
        const text = Array.isArray(one) ? one.join(', ') : String(one)
        return [label(name), value.fixed.includes(name) ? `${text} (fixed)` : text]
      }),
  },
]
