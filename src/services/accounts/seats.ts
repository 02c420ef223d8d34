import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import { flag, integer, optional, withDefault } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { getAccount, readAccount, updateAccount } from './queries.ts'
import { account, NamedAccount } from './record.ts'
import { Seats, seatsGiven, seatsOf } from './seating.ts'
import { refuseFixed } from './templates.ts'

export const accountSeats = operation({
  name: 'accounts.seats',
  summary: 'How many people an account may have and has, and setting that number.',
  effect: 'write',
  level: 'account',
  input: {
    account,
    seats: optional(integer({ about: 'How many people it may have, its owner too.', min: 1 })),
    unlimited: withDefault(flag({ about: 'Any number, unless one above it has a number.' }), false),
    additionalUsers: optional(integer({ about: 'So many more than until now.', min: 1 })),
  },
  output: z.extend(NamedAccount, { seats: Seats }),
  check({ seats, unlimited, additionalUsers }) {
    if (!unlimited || (seats === undefined && additionalUsers === undefined)) return
    throw invalid('unlimited', 'unlimited is all there is: leave out the numbers.')
  },
  async run(world, { account, ...asked }) {
    const { store } = world
    const isAsked = Object.values(asked).some(value => value)
    let row = isAsked ? await getAccount(store, account) : await readAccount(store, account)
    const patch = isAsked ? await seatsGiven(world, row, asked) : null
    if (patch) await refuseFixed(world, row, ['seats'])
    if (patch) row = await updateAccount(store, row, patch)
    const { id, reference, name } = row
    return { id, reference, name, seats: await seatsOf(store, row) }
  },
})
