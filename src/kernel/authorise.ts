/** Whether somebody may run an operation at all: what kind of actor it is for, its permission, and how
 * far one has to reach. */
import type { Actor } from './context.ts'
import { StewardError } from './errors.ts'
import { type AnyOperation, askedBy, isFor, levelOf } from './operation.ts'
import { type Asked, allows, type Level, reaches } from './permission.ts'

/** Throws `not_allowed`. */
export const authorise = (operation: AnyOperation, actor: Actor): void => {
  if (!isFor(operation, actor)) {
    throw new StewardError('not_allowed', `${operation.name} is not for a ${actor.kind}.`)
  }
  if (operation.actor === 'anyone') return
  const { confined } = actor
  if (confined && !confined.to.includes(operation.name)) throw confined.because
  requirePermission(actor, { ...askedBy(operation), level: levelOf(operation) })
}

/** Throws `not_allowed` for what the rights don't include, and for what is beyond the level. */
export const requirePermission = (
  { rights, level }: Pick<Actor, 'rights' | 'level'>,
  asked: Asked & { level: Level },
): void => {
  const { permission } = asked
  if (!allows(rights, asked)) {
    throw new StewardError('not_allowed', `You need the permission ${permission}.`, {
      hint: 'Ask an owner of your organisation for a role that has it.',
      details: { permission },
    })
  }
  if (reaches(level, asked.level)) return
  throw new StewardError('not_allowed', `${permission} is beyond what you can reach.`, {
    hint: beyond[asked.level],
    details: { permission, level: asked.level },
  })
}

/** Why a level is out of reach. */
export const beyond: Record<Level, string> = {
  whole: 'It concerns all providers at once: ask somebody who reaches every one of them.',
  provider: 'It concerns a whole provider, and you reach some of its accounts.',
  account: 'It concerns a whole account, and you reach some of its sub-accounts.',
  'sub-account': '',
}
