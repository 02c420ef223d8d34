import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { levels } from '../../kernel/permission.ts'
import { operation } from '../world.ts'
import { permissionsOf } from './patterns.ts'
import { findRole } from './queries.ts'
import { idOf, standingOfFound } from './record.ts'

const Compared = z.object({ id: z.string(), name: z.string(), level: z.enum(levels) })

export const compareRoles = operation({
  name: 'roles.compare',
  summary: 'What one role allows and the other does not.',
  effect: 'read',
  level: 'sub-account',
  input: {
    one: ref('roles', 'A role: its name or id.'),
    other: ref('roles', 'The role that it is compared with: its name or id.'),
  },
  output: z.object({
    one: Compared,
    other: Compared,
    /** Permissions of which only one of them has each. */
    onlyOne: z.array(z.string()),
    onlyOther: z.array(z.string()),
    /** How many both have. */
    both: z.number(),
  }),
  async run({ store }, { one, other }) {
    const found = [await findRole(store, one), await findRole(store, other)] as const
    const named = found.map(role => {
      const { level } = standingOfFound(role)
      return { id: idOf(role), name: role.row?.name ?? role.base, level }
    })
    const [left, right] = found.map(role => new Set<string>(permissionsOf(standingOfFound(role))))
    const missing = (from: Set<string>, of: Set<string>) => [...of].filter(one => !from.has(one))
    const onlyOne = missing(right!, left!)
    return {
      one: named[0]!,
      other: named[1]!,
      onlyOne,
      onlyOther: missing(left!, right!),
      both: left!.size - onlyOne.length,
    }
  },
})
