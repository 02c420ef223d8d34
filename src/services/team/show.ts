import * as z from 'zod/mini'
import { Action } from '../roles/actions.ts'
import { reachOf } from '../roles/grants.ts'
import { operation } from '../world.ts'
import { supervisorActions } from './actions.ts'
import { invitedUntil } from './invitations.ts'
import { supervisor } from './managing.ts'
import { readSupervisor } from './queries.ts'
import { reachText } from './reach.ts'
import { Supervisor, supervisorRecord } from './record.ts'

export const showSupervisor = operation({
  name: 'team.show',
  summary: 'One of the team: who they are, what they may and reach, and what can be done now.',
  effect: 'read',
  level: 'account',
  input: { supervisor },
  output: z.extend(Supervisor, {
    /** What they reach, said plainly, and how many accounts that is now. */
    reach: z.string(),
    reachable: z.number(),
    passwordChangedAt: z.nullable(z.string()),
    /** Until when the invitation that was sent last is good. */
    invitationExpiresAt: z.nullable(z.string()),
    disabledAt: z.nullable(z.string()),
    lockedAt: z.nullable(z.string()),
    invitedBy: z.nullable(z.string()),
    actions: z.array(Action),
  }),
  async run(world, input) {
    const { store, now } = world
    const row = await readSupervisor(store, input.supervisor)
    const record = await supervisorRecord(store, row)
    const until = await invitedUntil(store, row.key, now)
    return {
      ...record,
      reach: reachText(row, record.granted),
      reachable: await reachOf(store, row),
      passwordChangedAt: row.passwordChangedAt?.toISOString() ?? null,
      invitationExpiresAt: until?.toISOString() ?? null,
      disabledAt: row.disabledAt?.toISOString() ?? null,
      lockedAt: row.lockedAt?.toISOString() ?? null,
      invitedBy: row.invitedBy,
      actions: await supervisorActions(world, row),
    }
  },
})
