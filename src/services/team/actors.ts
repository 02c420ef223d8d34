/** Who may act besides people with a key or a session. */
import type { Actor, Scope } from '../../kernel/context.ts'
import type { Permission } from '../../kernel/permission.ts'

/** Whoever runs an operation that needs no sign-in. */
export const anyone = (scope: Scope): Actor => ({
  kind: 'anyone',
  id: 'anyone',
  name: null,
  email: null,
  key: null,
  session: null,
  rights: [[]],
  level: 'whole',
  scope,
})

/** Named parts of Steward itself, each with just what it needs. */
const systemPermissions = {
  /** Whoever has the database itself at hand: migrates and restores it. */
  maintenance: ['db:migrated', 'db:restored'],
  /** Sends at once what somebody waits for at a prompt: a code. */
  delivery: ['outbox:deliver'],
} satisfies Record<string, readonly Permission[]>

export type SystemName = keyof typeof systemPermissions

export const system = (name: SystemName, scope: Scope): Actor => ({
  kind: 'system',
  id: `sys_${name}`,
  name,
  email: null,
  key: null,
  session: null,
  rights: [systemPermissions[name]],
  level: 'whole',
  scope,
})
