/** Permissions on a terminal: topic by topic, not as one long line. */
import type { Section } from '../output/record.ts'

/** What makes no difference to whoever reads them: everybody has these. */
const everybodys = ['me', 'sessions']

/** `consumers:suspend` and `consumers:list` as one line of consumers. */
export const byTopic = (permissions: readonly string[]): Section['fields'] => {
  const topics = new Map<string, string[]>()
  for (const permission of permissions) {
    const at = permission.indexOf(':')
    const topic = permission.slice(0, at)
    if (everybodys.includes(topic)) continue
    topics.set(topic, [...(topics.get(topic) ?? []), permission.slice(at + 1)])
  }
  return [...topics]
}
