/** The records that operations are about, by topic: how each is found, and what can be done to it. */
import type { Subject } from '../../kernel/event.ts'
import { subjectOf } from '../../store/capture.ts'
import { accountsTable } from '../accounts/table.ts'
import { consumersTable } from '../consumers/table.ts'
import { documentsTable } from '../documents/table.ts'
import { keysTable } from '../keys/table.ts'
import { providersTable } from '../providers/table.ts'
import { supervisorsTable } from '../team/table.ts'
import type { World } from '../world.ts'
import type { Action } from './actions.ts'

/** Somebody's record, and what they can do to it. */
export type Looked = { subject: Subject; actions: Action[] }

/** Throws `not_found`, as the topic's operations do. */
export type Look = (world: World, selector: string) => Promise<Looked>

/** Loaded before the transaction; a topic that isn't here says nothing of its records' state. */
export const looks: Record<string, () => Promise<Look>> = {
  accounts: async () => {
    const { accountActions } = await import('../accounts/actions.ts')
    const { readAccount } = await import('../accounts/queries.ts')
    return async (world, selector) => {
      const row = await readAccount(world.store, selector)
      return { subject: subjectOf(accountsTable, row), actions: await accountActions(world, row) }
    }
  },
  consumers: async () => {
    const { consumerActions } = await import('../consumers/actions.ts')
    const { readConsumer } = await import('../consumers/queries.ts')
    return async (world, selector) => {
      const row = await readConsumer(world.store, selector)
      return { subject: subjectOf(consumersTable, row), actions: consumerActions(world, row) }
    }
  },
  'consumers.documents': async () => {
    const { fullRecord } = await import('../documents/actions.ts')
    const { readDocument } = await import('../documents/queries.ts')
    return async (world, selector) => {
      const found = await readDocument(world.store, selector)
      const { actions } = fullRecord(world, found)
      return { subject: subjectOf(documentsTable, found.row), actions }
    }
  },
  keys: async () => {
    const { keyActions } = await import('../keys/actions.ts')
    const { readKey } = await import('../keys/queries.ts')
    return async (world, selector) => {
      const row = await readKey(world.store, selector)
      return { subject: subjectOf(keysTable, row), actions: await keyActions(world, row) }
    }
  },
  providers: async () => {
    const { providerActions } = await import('../providers/actions.ts')
    const { countBeneath } = await import('../providers/beneath.ts')
    const { readProvider } = await import('../providers/queries.ts')
    return async (world, selector) => {
      const row = await readProvider(world.store, selector)
      const actions = providerActions(world, row, await countBeneath(world.store, row))
      return { subject: subjectOf(providersTable, row), actions }
    }
  },
  team: async () => {
    const { supervisorActions } = await import('../team/actions.ts')
    const { readSupervisor } = await import('../team/queries.ts')
    return async (world, selector) => {
      const row = await readSupervisor(world.store, selector)
      const actions = await supervisorActions(world, row)
      return { subject: subjectOf(supervisorsTable, row), actions }
    }
  },
  roles: async () => {
    const { roleActions } = await import('./role-actions.ts')
    const { findRole } = await import('./queries.ts')
    const { roleRecord } = await import('./record.ts')
    return async (world, selector) => {
      const role = await roleRecord(world.store, await findRole(world.store, selector))
      const { id, name } = role
      const subject = { id, topic: 'roles', name, email: null }
      return { subject, actions: roleActions(world, role) }
    }
  },
}
