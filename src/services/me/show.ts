import * as z from 'zod/mini'
import { readSession } from '../sessions/queries.ts'
import { Session, sessionRecord } from '../sessions/record.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import {
  Account,
  accountRecord,
  Company,
  checklistOf,
  companyRecord,
  Identity,
  identityRecord,
  Step,
} from './record.ts'

const state = z.enum(['verified', 'unverified', 'missing'])

export const showMe = operation({
  name: 'me.show',
  summary: 'Your profile, and what is left to do with it.',
  effect: 'read',
  level: 'sub-account',
  session: true,
  input: {},
  output: z.object({
    checklist: z.array(Step),
    account: Account,
    identity: Identity,
    password: z.object({ changedAt: z.nullable(z.string()) }),
    session: Session,
    company: z.nullable(Company),
    verifications: z.object({ email: state, phone: state }),
  }),
  async run({ store, actor }) {
    const me = await readSupervisor(store, actor.id)
    const session = await readSession(store, me.key, actor.session!.id)
    return {
      checklist: checklistOf(me),
      account: accountRecord(me),
      identity: identityRecord(me),
      password: { changedAt: me.passwordChangedAt?.toISOString() ?? null },
      session: sessionRecord(session, session.id),
      company: companyRecord(me),
      verifications: {
        email: me.emailVerifiedAt ? 'verified' : 'unverified',
        phone: me.phoneVerifiedAt ? 'verified' : me.phone ? 'unverified' : 'missing',
      },
    }
  },
})
