/** Whoever is signed in, as their own operations need them. */
import { getSupervisor, type SupervisorRow } from '../team/queries.ts'
import type { World } from '../world.ts'

/** Locked: two changes of one profile wait for each other. */
export const myself = ({ store, actor }: Pick<World, 'store' | 'actor'>): Promise<SupervisorRow> =>
  getSupervisor(store, actor.id)
