/** A key as a page of a terminal: whether it works first, then what it may, how long and from where. */
import type { StoppedBy } from '../../services/keys/ability.ts'
import type { Key } from '../../services/keys/record.ts'
import { when as dated, status } from '../columns.ts'
import type { Section } from '../output/record.ts'
import type { Column } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { type Action, actionSections } from './actions.ts'
import { instant } from './instant.ts'
import { byTopic } from './permissions.ts'

type Account = { id: string; reference: string | null; name: string; itself: boolean }

type Shown = Key &
  Partial<{
    apiKey: string | null
    allowed: string[]
    lost: string[]
    reachable: number
    granted: Account[]
    actions: Action[]
  }>

/** What keeps it from working, as a person says it. */
const because = ({ topic, name, status: standing }: StoppedBy): string => {
  const whose = topic === 'team' ? `${name}, who made it,` : `its provider ${name}`
  return standing === 'out of reach'
    ? `${whose} no longer reaches its provider`
    : `${whose} is ${standing}`
}

const standing = (key: Shown, terminal: Terminal): Section['fields'] => [
  ['name', key.name],
  ['id', key.id, { keep: true }],
  ['key', key.preview, { keep: true }],
  ['status', key.effectiveStatus, { colour: status.colour?.(key.effectiveStatus) }],
  ...when('because', key.stoppedBy && because(key.stoppedBy)),
  ...when('suspended', instant(key.suspendedAt, terminal)),
  ...when('revoked', instant(key.revokedAt, terminal)),
]

/** A field that is left out where it has nothing to say. */
const when = (label: string, value: unknown): Section['fields'] =>
  value === null || value === undefined || value === '' ? [] : [[label, value]]

const accountsOf = ({ accounts, granted, reachable }: Shown): string => {
  const count = reachable === undefined ? '' : ` (${reachable.toLocaleString('en')} now)`
  if (accounts === 'all') return `all of its maker's${count}`
  const named = granted?.map(({ reference, id, itself }) => {
    const name = reference ?? id
    return itself ? name : `what lies beneath ${name}`
  })
  return `${named?.join(', ') ?? 'some'}${count}`
}

const scope = (key: Shown): Section['fields'] => [
  ['role', key.role ?? "its maker's"],
  ...when('narrowed to', key.permissions?.join(', ')),
  ['providers', key.everyProvider ? "all of its maker's" : 'its own'],
  ['accounts', accountsOf(key)],
  ...when('level', key.can?.level),
  ...(key.allowed ? [['permissions', key.allowed.length] as Section['fields'][0]] : []),
]

export const keySections = (key: Shown, terminal: Terminal): Section[] => [
  ...(key.apiKey ? [shownOnce(key.apiKey)] : []),
  { fields: standing(key, terminal) },
  { title: 'May do', fields: scope(key) },
  {
    title: 'Works',
    fields: [
      ['from', key.addresses?.join(', ') ?? 'anywhere'],
      ['until', instant(key.expiresAt, terminal) ?? 'it is revoked'],
      ...when('the one before', instant(key.previousUntil, terminal)),
      ['last used', instant(key.lastUsedAt, terminal) ?? 'never'],
    ],
  },
  {
    fields: [
      ['made', instant(key.createdAt, terminal)],
      ['by', [key.createdBy.name, key.createdBy.id].filter(Boolean).join(' ')],
      ...when('with the key', key.madeBy),
      ...when('rotated', instant(key.rotatedAt, terminal)),
    ],
  },
  ...(key.allowed?.length ? [{ title: 'Permissions', fields: byTopic(key.allowed) }] : []),
  ...(key.lost?.length
    ? [{ title: 'Given, but not to its maker any more', fields: byTopic(key.lost) }]
    : []),
  ...actionSections(key.actions),
]

const shownOnce = (apiKey: string): Section => ({
  title: 'API key, shown only now',
  fields: [['STEWARD_API_KEY', apiKey, { keep: true }]],
})

/** A key of an owner that may do two things alone is no owner. */
const roleText: Column['format'] = (role, row, { unicode }) => {
  if (typeof role !== 'string') return unicode ? '–' : '-'
  return Array.isArray(row.permissions) ? `${role}, narrowed` : role
}

export const keyColumns: readonly Column[] = [
  { key: 'id', title: 'id', keep: true },
  { key: 'name', title: 'name', priority: 0 },
  { key: 'preview', title: 'key', keep: true, priority: 3 },
  { ...status, key: 'effectiveStatus' },
  { key: 'can.role', title: 'role', priority: 1, format: roleText },
  { key: 'can.level', title: 'level', priority: 4 },
  { key: 'accounts', title: 'accounts', priority: 4 },
  { key: 'createdBy.name', title: 'by', priority: 3 },
  dated('expiresAt', 'expires', 2),
  dated('lastUsedAt', 'last used'),
  dated('createdAt', 'created', 5),
]
