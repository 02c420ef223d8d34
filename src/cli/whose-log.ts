/** Whose log a command tells of, where there are several: each provider has its own. */
import type { Actor } from '../kernel/context.ts'

const ofOneLog = /^events:(archive|checkpoint|export|list|sign-ins|stats|tail|types|verify)$/

/** A line for whoever reaches several providers and named none; null where there is nothing to say. */
export const whoseLog = (command: string, { scope }: Pick<Actor, 'scope'>): string | null =>
  scope.providers.length > 1 && ofOneLog.test(command)
    ? "This is your own provider's log alone. Another's: --provider REFERENCE\n"
    : null
