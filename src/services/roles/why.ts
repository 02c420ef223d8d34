/** What stands between somebody and an operation, step by step: the role, the scope, the state of the
 * record, and what has to come first. */
import { eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import { authorise, beyond } from '../../kernel/authorise.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import type { Field } from '../../kernel/fields.ts'
import { type AnyOperation, askedBy, isSensitive, levelOf } from '../../kernel/operation.ts'
import { allows, reaches } from '../../kernel/permission.ts'
import { requireSession } from '../../kernel/presence.ts'
import { listNameOf } from '../../kernel/selection.ts'
import type { Tx } from '../../store/transaction.ts'
import { readSelf } from '../team/queries.ts'
import type { World } from '../world.ts'
import { against } from './actions.ts'
import { isBaseRole } from './base.ts'
import { reachOf } from './grants.ts'
import { standingOfHolder } from './holders.ts'
import { permissionNamed } from './patterns.ts'
import { type Look, type Looked, looks } from './subjects.ts'
import { rolesTable } from './table.ts'

export const Step = z.object({
  step: z.enum(['role', 'scope', 'state', 'policy']),
  allowed: z.boolean(),
  because: z.string(),
})

export type Step = z.infer<typeof Step>

/** An operation, and how the record is looked at that it is asked about; null where none is. */
export type Question = { operation: AnyOperation; look: Look | null }

type Loaded = Record<string, (() => Promise<AnyOperation>) | undefined>

/** Throws `invalid_input` for an operation that there is not, with the nearest, and for a record where
 * it is about none. */
export const questionOf = async (name: string, selector: string | undefined): Promise<Question> => {
  const permission = permissionNamed('operation', name)
  const catalogue: Loaded = (await import('../catalogue.ts')).catalogue
  const operation = await catalogue[permission.replace(':', '.')]!()
  if (selector === undefined) return { operation, look: null }
  const topic = topicOf(operation)
  if (topic === null) throw invalid('record', 'This operation is about no single record.')
  const look = (await looks[topic]?.()) ?? found(topic, await catalogue[listNameOf(topic)]?.())
  return { operation, look }
}

const topicOf = ({ input }: AnyOperation): string | null => {
  const fields = Object.values(input as Record<string, Field>)
  return fields.find(({ kind }) => kind === 'ref')?.topic ?? null
}

/** Of a topic that says nothing of its records' state, whether there is such a record. */
const found =
  (topic: string, list: AnyOperation | undefined): Look =>
  async (world, selector) => {
    const [id] = (await list?.pick?.named?.(world, [selector])) ?? []
    if (!id) throw notFound(topic.slice(topic.lastIndexOf('.') + 1).replace(/s$/, ''))
    return { subject: { id, topic, name: null, email: null }, actions: [] }
  }

/** The steps, as far as they are gone: of a record nothing is said to whom may not do it anyway. Throws
 * `not_found` for a record out of reach, as for one that never was. */
export const stepsOf = async (
  world: World,
  { operation, look }: Question,
  selector: string | undefined,
): Promise<Step[]> => {
  const role = await roleStep(world, operation)
  if (!role.allowed) return [role]
  const level = levelOf(operation)
  if (!reaches(world.actor.level, level)) return [role, no('scope', beyond[level])]
  const looked = look && selector !== undefined ? await look(world, selector) : null
  const scope = yes(
    'scope',
    looked ? `${nameOf(looked)} is within your reach.` : await reach(world),
  )
  const state = looked ? [stateStep(operation, looked)] : []
  return [role, scope, ...state, policyStep(world, operation)]
}

const yes = (step: Step['step'], because: string): Step => ({ step, allowed: true, because })
const no = (step: Step['step'], because: string): Step => ({ step, allowed: false, because })

const nameOf = ({ subject: { id, name } }: Looked): string => (name ? `${name} (${id})` : id)

const roleStep = async ({ store, actor }: World, operation: AnyOperation): Promise<Step> => {
  const me = await readSelf(store, actor)
  const asked = askedBy(operation)
  const { permission } = asked
  const role = await roleName(store, me.role)
  const { rights } = await standingOfHolder(store, me)
  const { key } = actor
  if (!allows(rights, asked)) {
    const whose = key ? `The role ${role} of ${me.name}, who made the key,` : `Your role ${role}`
    return no('role', `${whose} does not allow ${permission}.`)
  }
  if (!key) return yes('role', `Your role ${role} allows ${permission}.`)
  return allows(actor.rights, asked)
    ? yes(
        'role',
        `The key ${key.name} allows ${permission}, as the role ${role} of its maker does.`,
      )
    : no('role', `The key ${key.name} does not allow ${permission}, though its maker may.`)
}

const roleName = async (tx: Tx, role: string): Promise<string> => {
  if (isBaseRole(role)) return role
  const { id, name } = tx.table(rolesTable)
  const [row] = await tx.db.select({ name }).from(tx.table(rolesTable)).where(eq(id, role))
  return row?.name ?? role
}

/** How far somebody reaches where no record is asked about. */
const reach = async ({ store, actor }: World): Promise<string> => {
  const { bounds, every, providers, provider } = actor.scope
  const [one, other] = bounds.map(id => {
    return { id, provider, everyProvider: false, accounts: 'some' as const }
  })
  if (one) return `Accounts that you reach: ${await reachOf(store, one, other ?? null)}.`
  if (every) return 'You reach every provider.'
  return providers.length === 1 ? 'You reach your whole provider.' : 'You reach several providers.'
}

const stateStep = ({ name }: AnyOperation, { actions }: Looked): Step => {
  const action = actions.find(({ operation }) => operation === name)
  return action?.because
    ? no('state', action.because)
    : yes('state', 'Nothing about it stands in the way.')
}

const policyStep = ({ actor }: World, operation: AnyOperation): Step => {
  const refused =
    against(() => authorise(operation, actor)) ?? against(() => requireSession(operation, actor))
  if (refused) return no('policy', refused)
  if (isSensitive(operation) && actor.session) {
    return yes('policy', 'It asks for a fresh proof that it is you: a code, or the password.')
  }
  return yes('policy', 'No second person has to approve it.')
}

export type Verdict = { allowed: boolean; because: string }

/** The first step that says no, or that it is the role's to say yes. */
export const verdictOf = (steps: readonly Step[]): Verdict => {
  const refused = steps.find(({ allowed }) => !allowed)
  return refused ? { allowed: false, because: refused.because } : steps[0]!
}
