/** The roles that there are everywhere, and what each may do. A custom role is made out of one of them
 * and may do no more than it. */
import { type Level, narrower, type Permission, type Rights } from '../../kernel/permission.ts'

/** About oneself: whoever is let in at all may do these. */
const own: readonly Permission[] = ['me:*', 'sessions:*']

type Role = { about: string; level: Level; permissions: readonly Permission[] }

const reading = (topic: string, ...more: string[]): Permission[] =>
  ['list', 'show', ...more].map(verb => `${topic}:${verb}`)

/** What a support agent does for the people of the platform. */
const care: readonly Permission[] = [
  ...reading('consumers', 'stats', 'history'),
  ...['create', 'edit', 'note', 'tag', 'verify', 'reset-password'].map(v => `consumers:${v}`),
  ...['approve', 'reject', 'reopen', 'suspend', 'activate', 'restore'].map(v => `consumers:${v}`),
  ...['add', 'list', 'show', 'download', 'accept', 'reject', 'request', 'expire'].map(
    verb => `consumers:documents-${verb}`,
  ),
  ...['claim', 'list', 'next', 'release'].map(verb => `consumers:review-${verb}`),
]

export const baseRoles = {
  owner: {
    about: 'Everything there is, as far as they reach.',
    level: 'whole',
    permissions: ['*'],
  },
  administrator: {
    about: 'Runs a provider: its people, clients, team, keys, roles and settings.',
    level: 'provider',
    permissions: [
      ...['accounts:*', 'consumers:*', 'dashboard:*', 'features:*', 'keys:*'],
      // Not events:archive: what is kept of what he did is not his to put away.
      ...reading('events', 'stats'),
      ...['checkpoint', 'export', 'prove', 'sign-ins', 'types', 'verify'].map(v => `events:${v}`),
      ...['messages:*', 'outbox:*', 'roles:*', 'runs:*', 'settings:*', 'team:*'],
      ...['providers:list', 'providers:show', 'providers:edit', 'providers:stats'],
    ],
  },
  finance: {
    about: 'Reads clients and people, and what money needs.',
    level: 'whole',
    permissions: [
      ...[
        'dashboard:*',
        ...reading('consumers', 'stats', 'history'),
        ...reading('accounts', 'stats'),
        ...reading('runs'),
      ],
      ...['consumers:export', 'accounts:export', 'accounts:seats', 'events:list', 'events:show'],
      ...['providers:list', 'providers:show', 'providers:stats'],
    ],
  },
  support: {
    about: 'Looks after the people of the platform.',
    level: 'whole',
    permissions: [
      ...['dashboard:*', ...care, ...reading('accounts', 'stats'), 'accounts:members'],
      ...['accounts:sub-accounts', ...reading('messages'), ...reading('runs')],
    ],
  },
  developer: {
    about: 'Connects programs: keys, settings to read, messages and the log.',
    level: 'whole',
    permissions: [
      ...['dashboard:*', 'keys:*', 'settings:show', 'outbox:flush', 'roles:list', 'roles:show'],
      ...[
        ...reading('consumers', 'stats', 'history'),
        ...reading('accounts', 'stats'),
        ...reading('messages'),
      ],
      ...[...reading('runs'), ...reading('events', 'stats'), 'events:types', 'events:verify'],
    ],
  },
  auditor: {
    about: 'Reads everything and changes nothing.',
    level: 'whole',
    permissions: ['@read'],
  },
  'platform-user': {
    about: 'Works for a client, with the people of some of its sub-accounts.',
    level: 'sub-account',
    permissions: [
      ...care,
      ...reading('accounts', 'stats'),
      'accounts:members',
      'accounts:sub-accounts',
    ],
  },
  agent: {
    about: 'Brings clients: works with the people of sub-accounts of several of them.',
    level: 'sub-account',
    permissions: [
      ...reading('consumers', 'stats', 'history'),
      'consumers:create',
      ...reading('accounts', 'stats'),
    ],
  },
} satisfies Record<string, Role>

export type BaseRole = keyof typeof baseRoles

export const isBaseRole = (name: string): name is BaseRole => Object.hasOwn(baseRoles, name)

/** A role as it counts: what it may do, and how far it can ever reach. */
export type Standing = { rights: Rights; level: Level }

/** To be narrowed: what a key of no role is let do, of what its maker may. */
export const everything: Standing = { rights: [], level: 'whole' }

export const standingOf = (role: BaseRole): Standing => {
  const { level, permissions } = baseRoles[role]
  return { rights: [[...permissions, ...own]], level }
}

/** The same, narrowed to some permissions and a level: never to less than what is about oneself. */
export const narrowed = (
  { rights, level }: Standing,
  to: { permissions: readonly Permission[] | null; level?: Level },
): Standing => ({
  rights: to.permissions === null ? rights : [...rights, [...to.permissions, ...own]],
  level: narrower(level, to.level ?? level),
})
