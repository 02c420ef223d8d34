/** The records that operations are about, by topic: how each is found, and what can be done to it. */
import type { Subject } from '../../kernel/event.ts'
import { subjectOf } from '../../store/capture.ts'
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
    const { accountsTable } = await import('../accounts/table.ts')
    return async (world, selector) => {
      const row = await readAccount(world.store, selector)
      return { subject: subjectOf(accountsTable, row), actions: await accountActions(world, row) }
    }
  },
  consumers: async () => {
    const { consumerActions } = await import('../consumers/actions.ts')
    const { readConsumer } = await import('../consumers/queries.ts')
    const { consumersTable } = await import('../consumers/table.ts')
    return async (world, selector) => {
      const row = await readConsumer(world.store, selector)
      return { subject: subjectOf(consumersTable, row), actions: consumerActions(world, row) }
    }
  },
  'consumers.documents': async () => {
    const { fullRecord } = await import('../documents/actions.ts')
    const { readDocument } = await import('../documents/queries.ts')
    const { documentsTable } = await import('../documents/table.ts')
    return async (world, selector) => {
      const found = await readDocument(world.store, selector)
      const { actions } = fullRecord(world, found)
      return { subject: subjectOf(documentsTable, found.row), actions }
    }
  },
  keys: async () => {
    const { keyActions } = await import('../keys/actions.ts')
    const { readKey } = await import('../keys/queries.ts')
    const { keysTable } = await import('../keys/table.ts')
    return async (world, selector) => {
      const row = await readKey(world.store, selector)
      return { subject: subjectOf(keysTable, row), actions: await keyActions(world, row) }
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
