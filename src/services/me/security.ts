import * as z from 'zod/mini'
import { isFactorRequired, methodsOf } from '../factors/prove.ts'
import { confirmedFactor, pendingFactor } from '../factors/queries.ts'
import { recoveryCodesLeft } from '../factors/recovery.ts'
import { lastSessions, openSessions } from '../sessions/queries.ts'
import { Session, sessionRecord } from '../sessions/record.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'

const lastSignIns = 10

export const mySecurity = operation({
  name: 'me.security',
  summary: 'How you sign in: factors, recovery codes left, sessions and the last sign-ins.',
  effect: 'read',
  level: 'sub-account',
  session: true,
  input: {},
  output: z.object({
    twoFactor: z.object({
      /** Whether there must be a second factor: the app can't be switched off then. */
      required: z.boolean(),
      /** What signing in accepts; it asks for none where there is none. */
      methods: z.array(z.enum(['app', 'recovery', 'email'])),
      app: z.nullable(z.object({ id: z.string(), confirmedAt: z.string() })),
      /** An app that waits for its first code. */
      pending: z.boolean(),
    }),
    recoveryCodesLeft: z.number(),
    passwordChangedAt: z.nullable(z.string()),
    sessions: z.array(Session),
    /** The last ten, the newest first, ended or not. */
    signIns: z.array(Session),
  }),
  async run({ store, now, actor }) {
    const me = await readSupervisor(store, actor.id)
    const app = await confirmedFactor(store, me.key)
    const current = actor.session!.id
    const open = await openSessions(store, me.key, now)
    const last = await lastSessions(store, me.key, lastSignIns)
    return {
      twoFactor: {
        required: me.twoFactorRequired || isFactorRequired(me),
        methods: methodsOf(me, app),
        app: app && { id: app.id, confirmedAt: app.confirmedAt!.toISOString() },
        pending: (await pendingFactor(store, me.key)) !== null,
      },
      recoveryCodesLeft: await recoveryCodesLeft(store, me.key),
      passwordChangedAt: me.passwordChangedAt?.toISOString() ?? null,
      sessions: open.map(row => sessionRecord(row, current)),
      signIns: last.map(row => sessionRecord(row, current)),
    }
  },
})
