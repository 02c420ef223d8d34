import { operation } from '../world.ts'
import { moveSupervisor, supervisor } from './managing.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { enable } from './rules.ts'

export const enableSupervisor = operation({
  name: 'team.enable',
  summary: 'Enable somebody again: they sign in anew, and their keys work as before.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { supervisor },
  output: Supervisor,
  async run(world, input) {
    const move = { what: 'enable themselves', template: 'team.enabled', to: enable } as const
    const row = await moveSupervisor(world, input.supervisor, move)
    return supervisorRecord(world.store, row)
  },
})
