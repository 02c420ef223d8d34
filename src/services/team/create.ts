import * as z from 'zod/mini'
import { optional, secret } from '../../kernel/fields.ts'
import { teamDemands } from '../passwords/demands.ts'
import { generatePassword } from '../passwords/generate.ts'
import { checkPassword, longestPassword } from '../passwords/rules.ts'
import { readSettings } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { tellSupervisor } from './notices.ts'
import { addSupervisor, type Contact, contactOf, newPersonFields } from './person.ts'
import { accessTold, providerToName } from './reach.ts'
import { Supervisor, supervisorRecord } from './record.ts'

type Prepared = { contact: Contact; password: string | null; passwordHash: string; days: number }

export const createSupervisor = operation({
  name: 'team.create',
  summary: 'Add somebody to the team. A password is made, shown once, and theirs to change.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: {
    ...newPersonFields,
    password: optional(
      secret({ about: 'Their first password, instead of one that is made.', max: longestPassword }),
    ),
  },
  output: z.extend(Supervisor, { password: z.nullable(z.string()) }),
  shownOnce: ['password'],
  async prepare({ read, gateways, ids, dryRun }: Around, input): Promise<Prepared> {
    const { email, phone, name, userName, password: given } = input
    const contact = await contactOf({ email, phone })
    const { 'team.temporaryPasswordDays': days } = await read(tx =>
      readSettings(tx, 'team.temporaryPasswordDays'),
    )
    if (given !== undefined) {
      const demands = await read(tx => teamDemands(tx, [email, userName, name]))
      await checkPassword(given, 'password', demands)
    }
    const password = given ?? generatePassword(ids)
    const passwordHash = dryRun ? '' : await gateways.passwords.hash(password)
    return { contact, password: given === undefined ? password : null, passwordHash, days }
  },
  async run(world, input, { contact, password, passwordHash, days }) {
    const { store, now, actor } = world
    const row = await addSupervisor(world, input, contact, {
      status: 'active',
      passwordHash,
      passwordExpiresAt: new Date(now.getTime() + days * 86_400_000),
    })
    const told = await accessTold(store, row)
    const provider = await providerToName(store)
    const data = { by: actor.name, userName: row.userName, provider, days, ...told }
    await tellSupervisor(world, row, { template: 'team.created', data })
    return { ...(await supervisorRecord(store, row)), password }
  },
})
