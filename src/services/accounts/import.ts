import * as z from 'zod/mini'
import { conflict } from '../../kernel/errors.ts'
import { choice, withDefault } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { addBrought, atProvider, broughtFields, changeBrought } from './bringing.ts'
import { newAccount } from './company.ts'
import { labelsIn } from './labels.ts'
import { accountForImport } from './queries.ts'
import { Account, type AccountRow, accountRecord } from './record.ts'
import { lockTree } from './tree.ts'

export const importAccount = operation({
  name: 'accounts.import',
  summary:
    'Bring accounts in from a file: new ones are added, known ones updated, equal ones left.',
  effect: 'write',
  level: 'account',
  input: {
    ...broughtFields,
    onConflict: withDefault(
      choice({
        about: 'What becomes of an account that is here already.',
        of: ['update', 'skip', 'fail'],
      }),
      'update',
    ),
  },
  output: z.object({ outcome: z.enum(['created', 'updated', 'skipped']), account: Account }),
  check({ email, tags, ...given }) {
    newAccount(email, given)
    labelsIn(tags, 'tags')
  },
  async run(world, { onConflict, ...row }) {
    const { store } = world
    await atProvider(store, row.provider)
    await lockTree(store)
    const found = await accountForImport(store, row)
    const told = async (outcome: 'created' | 'updated' | 'skipped', account: AccountRow) => ({
      outcome,
      account: await accountRecord(store, account),
    })
    if (!found) return told('created', await addBrought(world, row))
    if (onConflict === 'fail') {
      throw conflict(`It is here already: ${found.id}.`, { details: { id: found.id } })
    }
    if (onConflict === 'skip') return told('skipped', found)
    const after = await changeBrought(world, found, row)
    return told(after === found ? 'skipped' : 'updated', after)
  },
})
