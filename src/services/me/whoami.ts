import { eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import { providersTable } from '../providers/table.ts'
import { readSession } from '../sessions/queries.ts'
import { Session, sessionRecord } from '../sessions/record.ts'
import { readSelf } from '../team/queries.ts'
import { operation } from '../world.ts'

const Named = z.object({ id: z.string(), name: z.string() })

export const whoami = operation({
  name: 'me.whoami',
  summary: 'As whom you are signed in, by which key or session, and where.',
  effect: 'read',
  level: 'sub-account',
  input: {},
  output: z.object({
    supervisor: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      userName: z.string(),
      role: z.string(),
    }),
    key: z.nullable(Named),
    session: z.nullable(Session),
    organization: Named,
    provider: z.extend(Named, { reference: z.string(), isDefault: z.boolean() }),
  }),
  async run({ store, actor }) {
    const me = await readSelf(store, actor)
    const session = actor.session && (await readSession(store, me.key, actor.session.id))
    const provider = store.table(providersTable)
    const { id: providerId, name: called, reference, isDefault } = provider
    const [own] = await store.db
      .select({ id: providerId, name: called, reference, isDefault })
      .from(provider)
      .where(eq(provider.key, store.scope.provider))
    const { id, name } = store.scope.organization
    return {
      supervisor: {
        id: me.id,
        name: me.name,
        email: me.email,
        userName: me.userName,
        role: me.role,
      },
      key: actor.key,
      session: session && sessionRecord(session, session.id),
      organization: { id, name },
      provider: own!,
    }
  },
})
