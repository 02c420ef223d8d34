import { removeFactors } from '../factors/queries.ts'
import { removeRecoveryCodes } from '../factors/recovery.ts'
import { operation } from '../world.ts'
import { moveSupervisor, supervisor } from './managing.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { remove } from './rules.ts'

export const deleteSupervisor = operation({
  name: 'team.delete',
  summary:
    'Delete somebody. Their email and user name are free again; the log keeps who they were.',
  effect: 'destroy',
  level: 'account',
  input: { supervisor },
  output: Supervisor,
  async run(world, input) {
    const { store } = world
    const move = { what: 'delete themselves', template: 'team.deleted', to: remove } as const
    const row = await moveSupervisor(world, input.supervisor, move)
    await removeFactors(store, row.key)
    await removeRecoveryCodes(store, row.key)
    return supervisorRecord(store, row)
  },
})
