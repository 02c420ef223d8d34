import { countedGuesses } from '../guesses/queries.ts'
import { forgetAllGuesses, targetsOf } from '../sessions/targets.ts'
import { operation } from '../world.ts'
import { change, getManaged, supervisor } from './managing.ts'
import { tellSupervisor } from './notices.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { refuseDeleted, refuseUnlocked, unlock } from './rules.ts'

export const unlockSupervisor = operation({
  name: 'team.unlock',
  summary:
    'Let somebody sign in again after too many wrong guesses; what was counted is forgotten.',
  effect: 'write',
  level: 'account',
  input: { supervisor },
  output: Supervisor,
  async run(world, input) {
    const { store } = world
    const found = await getManaged(world, input.supervisor)
    refuseDeleted(found)
    const guesses = await countedGuesses(store, targetsOf(found.id))
    refuseUnlocked(found, guesses)
    await forgetAllGuesses(store, found.id)
    store.note({ guessesForgotten: guesses })
    if (found.status !== 'locked') return supervisorRecord(store, found)
    const row = await change(world, found, unlock(found))
    await tellSupervisor(world, row, { template: 'team.unlocked', data: { by: world.actor.name } })
    return supervisorRecord(store, row)
  },
})
