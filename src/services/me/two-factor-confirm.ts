import * as z from 'zod/mini'
import { illegalState, type StewardError } from '../../kernel/errors.ts'
import { secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { wrongCode } from '../factors/prove.ts'
import { type FactorRow, pendingFactor, removeFactors, takeStep } from '../factors/queries.ts'
import { makeRecoveryCodes, replaceRecoveryCodes } from '../factors/recovery.ts'
import { factorsTable } from '../factors/table.ts'
import { stepOf } from '../factors/totp.ts'
import { countGuess, forgetGuesses, refuseUncounted } from '../guesses/queries.ts'
import { tellSupervisor } from '../team/notices.ts'
import { readSupervisor } from '../team/queries.ts'
import { type Around, operation } from '../world.ts'
import { myself } from './person.ts'

const target = (id: string) => `confirm:${id}`

const notEnrolled = () =>
  illegalState('There is no app to confirm.', { hint: 'Enrol one: steward me two-factor enrol' })

type Prepared = {
  tooSoon: StewardError | null
  app: FactorRow | null
  step: number | null
  codes: string[]
}

export const confirmApp = operation({
  name: 'me.two-factor-confirm',
  summary: 'Put the enrolled app in force by a code of it. New recovery codes are shown once.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: { code: secret({ about: 'A code of the app: six digits.', max: 20, oneUse: true }) },
  output: z.object({ recoveryCodes: z.nullable(z.array(z.string())) }),
  shownOnce: ['recoveryCodes'],
  attempt: ({ store, now, actor }) => countGuess(store, target(actor.id), now),
  async prepare(around: Around<StewardError | null>, { code }): Promise<Prepared> {
    const { read, vault, ids, now, actor, attempted, dryRun } = around
    refuseUncounted(dryRun)
    if (attempted) return { tooSoon: attempted, app: null, step: null, codes: [] }
    const app = await read(async store => {
      const me = await readSupervisor(store, actor.id)
      return pendingFactor(store, me.key)
    })
    const step = app && (await stepOf(vault.open(app.sealed), code.trim(), now))
    return { tooSoon: null, app, step, codes: makeRecoveryCodes(ids) }
  },
  async run(world, _, { tooSoon, app, step, codes }) {
    const { store, now } = world
    if (tooSoon) return refuse(tooSoon)
    const me = await myself(world)
    if (!app) return refuse(notEnrolled())
    // Taken, so that the code that confirms it doesn't sign anybody in; and not when another call was
    // first, or the app was replaced meanwhile.
    const waits = (await pendingFactor(store, me.key))?.id === app.id
    if (step === null || !waits || !(await takeStep(store, app, step))) return refuse(wrongCode())
    await forgetGuesses(store, target(me.id))
    await store.update(factorsTable, app, { confirmedAt: now })
    await removeFactors(store, me.key, app.id)
    await replaceRecoveryCodes(store, me.key, codes)
    await tellSupervisor(world, me, { template: 'team.two-factor-on' })
    return { recoveryCodes: codes }
  },
})
