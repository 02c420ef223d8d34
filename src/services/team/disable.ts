import { operation } from '../world.ts'
import { moveSupervisor, supervisor } from './managing.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { disable } from './rules.ts'

export const disableSupervisor = operation({
  name: 'team.disable',
  summary: 'Disable somebody: their sessions end and their keys stop with the very next command.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { supervisor },
  output: Supervisor,
  async run(world, input) {
    const { store, now } = world
    const move = { what: 'disable themselves', template: 'team.disabled' } as const
    const row = await moveSupervisor(world, input.supervisor, {
      ...move,
      to: from => disable(from, now),
    })
    return supervisorRecord(store, row)
  },
})
