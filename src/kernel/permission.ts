/** Who may run what. A permission is an operation's name with a colon: `consumers:suspend`. */

/** A permission, or a pattern that stands for many: `*`, `consumers:*`, `*:list`. */
export type Permission = string

export const permissionOf = (operation: string): Permission => {
  const dot = operation.indexOf('.')
  return `${operation.slice(0, dot)}:${operation.slice(dot + 1)}`
}

const matches = (granted: Permission, wanted: Permission): boolean => {
  if (granted === '*' || granted === wanted) return true
  const [topic, verb] = granted.split(':') as [string, string]
  const [wantedTopic, wantedVerb] = wanted.split(':') as [string, string]
  return (topic === '*' || topic === wantedTopic) && (verb === '*' || verb === wantedVerb)
}

export const allows = (granted: readonly Permission[], wanted: Permission): boolean =>
  granted.some(permission => matches(permission, wanted))
