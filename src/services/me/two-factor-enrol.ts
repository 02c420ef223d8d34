import * as z from 'zod/mini'
import { confirmedFactor, removeFactors } from '../factors/queries.ts'
import { factorsTable } from '../factors/table.ts'
import { newSecret, uriOf } from '../factors/totp.ts'
import { readSettings } from '../settings/queries.ts'
import { readSupervisor } from '../team/queries.ts'
import { operation } from '../world.ts'
import { myself } from './person.ts'

export const enrolApp = operation({
  name: 'me.two-factor-enrol',
  summary: 'Enrol an authenticator app. It counts once a code of it was confirmed.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  sensitive: true,
  input: {},
  output: z.object({ secret: z.nullable(z.string()), uri: z.nullable(z.string()) }),
  shownOnce: ['secret', 'uri'],
  async prepare({ read, vault, actor, dryRun }) {
    if (dryRun) return { secret: '', uri: '', sealed: '' }
    const me = await read(store => readSupervisor(store, actor.id))
    const { siteName } = await read(store => readSettings(store, 'siteName'))
    const secret = await newSecret()
    return { secret, uri: await uriOf(secret, siteName, me.email), sealed: vault.seal(secret) }
  },
  async run(world, _, { secret, uri, sealed }) {
    const { store, now, ids } = world
    const me = await myself(world)
    // The app in force stays so until this one is confirmed.
    const inForce = await confirmedFactor(store, me.key)
    await removeFactors(store, me.key, inForce?.id)
    const id = ids.make('fac')
    const row = { id, supervisor: me.key, sealed, lastStep: 0, createdAt: now }
    await store.insert(factorsTable, row)
    return { secret, uri }
  },
})
