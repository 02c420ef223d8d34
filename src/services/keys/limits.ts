/**
 * What a key at work may make of another. Nothing that it makes, changes or renews lasts longer than
 * itself or works from where it doesn't: whoever got hold of a key for an hour, or for one network,
 * would get out of both by it.
 */
import { StewardError } from '../../kernel/errors.ts'
import { keyAtWork } from '../roles/holders.ts'
import type { World } from '../world.ts'
import { isPartOf } from './networks.ts'
import type { KeyRow } from './queries.ts'

export type Limits = Pick<KeyRow, 'expiresAt' | 'addresses'>

const none: Limits = { expiresAt: null, addresses: null }

/** The limits of the key at work; none for a person. */
export const ownLimits = async (world: World): Promise<Limits> => (await keyAtWork(world)) ?? none

/** Throws `not_allowed` for a key that would be out of the limits. */
export const refuseBeyond = (own: Limits, { expiresAt, addresses }: Limits): void => {
  if (own.expiresAt && (expiresAt === null || expiresAt > own.expiresAt)) {
    throw new StewardError('not_allowed', 'That key would outlive the one that you work with.', {
      hint: `Give it an end no later than ${own.expiresAt.toISOString()}, or sign in as yourself.`,
      field: 'expires',
    })
  }
  const { addresses: networks } = own
  if (networks && !addresses?.every(network => isPartOf(network, networks))) {
    throw new StewardError('not_allowed', 'That key would work from where yours does not.', {
      hint: `Yours is for ${networks.join(', ')}: give it these or some of them.`,
      field: 'addresses',
    })
  }
}
